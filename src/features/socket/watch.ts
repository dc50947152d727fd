// Finds the devices that fell silent: pinged, then counted as absent, then closed.

import { CLOSE } from '../../protocol/close-codes';
import {
  ping_every_ms,
  unheard_absent_ms,
  unheard_close_ms,
  watch_every_ms,
} from '../../protocol/limits';
import type { Status } from '../../protocol/objects';
import type { Device } from '../../realtime/device';
import type { World } from '../../world';

type Doors = Pick<World, 'clock' | 'hub' | 'presence'>;

/** One walk over all sockets, every few seconds; no timer a socket. */
export const watch = ({ clock, hub, presence }: Doors, now = clock.now()): void => {
  for (const device of [...hub.all()]) {
    const silent_ms = now - device.heard_at;
    if (silent_ms >= unheard_close_ms) {
      hub.close(device, CLOSE.unheard, 'nothing heard');
      // The other end may be gone without a word; its goodbye is not waited for.
      device.socket?.terminate();
      continue;
    }
    if (silent_ms >= unheard_absent_ms && !device.absent) {
      device.absent = true;
      presence.closed(device.user_id);
    }
    if (now - device.pinged_at >= ping_every_ms) {
      device.pinged_at = now;
      device.socket?.ping();
    }
  }
};

/** Something was heard of a device. */
export const heard = ({ clock, presence }: Doors, device: Device, chosen: () => Status): void => {
  device.heard_at = clock.now();
  if (!device.absent) return;
  device.absent = false;
  presence.opened(device.user_id, chosen());
};

export const startWatch = (world: Doors): (() => void) => {
  const timer = setInterval(() => watch(world), watch_every_ms);
  timer.unref();
  return () => clearInterval(timer);
};
