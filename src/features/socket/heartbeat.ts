// Finds silent devices: they are pinged, then counted as absent, then closed.

import { CLOSE } from '../../protocol/close-codes';
import {
  heartbeat_check_every_ms,
  ping_every_ms,
  unheard_absent_ms,
  unheard_close_ms,
} from '../../protocol/limits';
import type { Status } from '../../protocol/objects';
import type { Device } from '../../realtime/device';
import type { World } from '../../world';

type Deps = Pick<World, 'clock' | 'hub' | 'presence'>;

/** Checks all sockets every few seconds, without a timer for each. */
export const checkDevices = ({ clock, hub, presence }: Deps, now = clock.now()): void => {
  for (const device of [...hub.all()]) {
    const silent_ms = now - device.heard_at;
    if (silent_ms >= unheard_close_ms) {
      hub.close(device, CLOSE.unheard, 'nothing heard');
      // The other end may have vanished, so we don't wait for its close frame.
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

/** A device sent something. */
export const heard = ({ clock, presence }: Deps, device: Device, chosen: () => Status): void => {
  device.heard_at = clock.now();
  if (!device.absent) return;
  device.absent = false;
  presence.opened(device.user_id, chosen());
};

export const startHeartbeat = (world: Deps): (() => void) => {
  const timer = setInterval(() => checkDevices(world), heartbeat_check_every_ms);
  timer.unref();
  return () => clearInterval(timer);
};
