// Hands signals to a device no faster than it reads them: beyond the send buffer of its socket the
// socket would be closed.
import { replay_buffered_bytes_max } from '../../protocol/limits';
import type { Device } from '../../realtime/device';
import type { Side } from '../../realtime/live-calls';
import { callSignal } from '../../realtime/outgoing';
import type { World } from '../../world';

type Deps = Pick<World, 'liveCalls' | 'hub' | 'clock'>;

const hasRoom = ({ socket }: Device): boolean =>
  (socket?.getBufferedAmount() ?? 0) <= replay_buffered_bytes_max;

/** In their order, as many as its socket takes now. */
export const handOver = ({ hub, clock }: Deps, call_id: string, side: Side): void => {
  const { device, user_id, waiting } = side;
  while (device !== undefined && waiting.length > 0 && hasRoom(device)) {
    hub.tell(device, callSignal(user_id, call_id, waiting.shift()), clock.now());
  }
};

/** A socket has been read: it takes more. */
export const readOn = (world: Deps, device: Device): void => {
  const live = world.liveCalls.of(device);
  const side = live && world.liveCalls.sideOf(live, device);
  if (live !== undefined && side !== undefined) handOver(world, live.id, side);
};
