// A device that comes back: `hello`, then all it missed in order, then the live topic.

import { toRfc3339 } from '../../platform/clock';
import { createRoundRobin } from '../../platform/turns/round-robin';
import {
  replay_buffered_bytes_max,
  replay_chunk_events,
  replay_turn_units,
} from '../../protocol/limits';
import type { Device } from '../../realtime/device';
import { frame } from '../../realtime/events';
import { friendRequest } from '../../realtime/outgoing';
import type { World } from '../../world';
import { restoredAt } from '../shared/restored-at';
import { type Replay, resumePoint } from '../shared/resume';

type Deps = Pick<
  World,
  'clock' | 'log' | 'eventLog' | 'epoch' | 'friends' | 'hub' | 'restored_at' | 'readTransaction'
>;

export interface CatchupParts {
  /** Of the client that the server carries. */
  build: () => string;
  replay: Replay;
  /** Told of the length of what was sent. */
  collect(units: number): void;
}

export const createCatchup = (
  world: Deps,
  { build, replay, collect }: CatchupParts,
  live: (device: Device) => void,
) => {
  const { clock, eventLog, epoch, friends, hub } = world;
  const restored = restoredAt(world);

  const goLive = (device: Device) => {
    hub.subscribe(device);
    live(device);
  };

  /** So that a client written by the API document learns the ids of pending requests. */
  const sendPending = (device: Device) => {
    const now = toRfc3339(clock.now());
    for (const { request_id, user, message } of friends.requestsOf(device.user_id, 'received')) {
      const request = { id: request_id, to_user_id: device.user_id, message };
      device.socket?.send(frame('friend_request', now, friendRequest(request, user).data));
    }
  };

  /** Sends one chunk per turn, and waits for `drain` when the reader is slower. */
  const advance = (device: Device): void => {
    const { socket, user_id } = device;
    if (device.live || socket === undefined || socket.readyState !== WebSocket.OPEN) return;
    const isBehind = () => socket.getBufferedAmount() > replay_buffered_bytes_max;
    if (isBehind()) return;
    const events = eventLog.after(user_id, device.cursor, replay_chunk_events);
    let units = 0;
    for (const event of events) {
      // A few large events fill the buffer, and an overflow closes the connection.
      if (isBehind()) return;
      // The system takes megabytes before the buffer grows: the others come first.
      if (units >= replay_turn_units) {
        queue(user_id, device);
        return;
      }
      const { type, data } = replay(user_id, event);
      const text = frame(type, toRfc3339(event.created_at), data, { seq: event.seq });
      socket.send(text);
      collect(text.length);
      units += text.length;
      device.cursor = event.seq;
    }
    // Nothing can be committed between this query and the subscription: they run in one turn.
    if (events.length < replay_chunk_events) goLive(device);
    else queue(user_id, device);
  };

  const queue = createRoundRobin((device: Device) => world.readTransaction(() => advance(device)));

  return {
    begin(device: Device): void {
      const { socket, user_id } = device;
      const point = resumePoint(world, user_id, device);
      const resumed = point !== undefined;
      const seq = eventLog.head(user_id);
      const hello = { user_id, epoch, seq, resumed, build: build(), ...restored };
      socket?.send(frame('hello', toRfc3339(clock.now()), hello));
      if (resumed) {
        device.cursor = point;
        queue(user_id, device);
      } else {
        goLive(device);
        sendPending(device);
      }
    },
    /** The reader has taken what was sent. */
    advance: (device: Device): void => queue(device.user_id, device),
  };
};
