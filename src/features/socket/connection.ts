// The life of a socket, from the upgrade to its close.
import type { ServerWebSocket, WebSocketHandler } from 'bun';
import { CLOSE } from '../../protocol/close-codes';
import { backpressure_bytes_max, frame_payload_bytes_max } from '../../protocol/limits';
import type { Device } from '../../realtime/device';
import type { Frames } from '../../realtime/incoming';
import type { World } from '../../world';
import { type CatchupParts, createCatchup } from './catchup';
import { heard } from './heartbeat';
import { createIncoming } from './incoming';

/**
 * The most that the runtime takes; the heartbeat is always earlier. With an idle time it leaves a client 12 s
 * and more to read its close code, and without one at most 4 s, often none.
 */
const runtime_idle_s = 960;

interface Parts extends CatchupParts {
  /** After its `hello`; from then on it gets what passes. */
  opened(device: Device): void;
  /** What was sent to it has been read. */
  drained(device: Device): void;
}

export const createConnection = (
  world: World,
  frames: Frames,
  { opened, drained, ...parts }: Parts,
): WebSocketHandler<Device> => {
  const { hub, liveCalls, clock, presence, push, sessions, users } = world;
  const incoming = createIncoming(world, frames);
  const catchup = createCatchup(world, parts, incoming.release);
  const chosen =
    ({ user_id }: Device) =>
    () =>
      users.byId(user_id)?.chosen_status ?? 'offline';
  const isHeard = (socket: ServerWebSocket<Device>) =>
    heard(world, socket.data, chosen(socket.data));

  return {
    // heartbeat.ts pings and closes devices. A reader that is too slow is closed, never skipped.
    idleTimeout: runtime_idle_s,
    sendPings: false,
    maxPayloadLength: frame_payload_bytes_max,
    backpressureLimit: backpressure_bytes_max,
    closeOnBackpressureLimit: true,
    perMessageDeflate: false,
    open(socket) {
      const device = socket.data;
      device.socket = socket;
      // The session may have ended between the upgrade and now.
      if (sessions.byId(device.session_id) === undefined) {
        return socket.close(CLOSE.sessionOver, 'session over');
      }
      hub.add(device);
      catchup.begin(device);
      presence.opened(device.user_id, chosen(device)());
      push.connected(device);
      opened(device);
    },
    message(socket, message) {
      isHeard(socket);
      incoming.receive(socket, message);
    },
    pong: isHeard,
    drain(socket) {
      catchup.advance(socket.data);
      drained(socket.data);
    },
    close(socket) {
      const device = socket.data;
      if (!hub.of(device.user_id).has(device)) return;
      hub.remove(device);
      if (!device.absent) presence.closed(device.user_id);
      device.socket = undefined;
      liveCalls.left(device, clock.now());
      push.connected(device);
    },
  };
};
