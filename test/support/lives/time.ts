// The time of random lives: one for the server and for every device, and what a device makes of it.
import type { DeviceTime } from '../hostile/device';

export const createTime = () => {
  let passed = 0;
  const now = (): number => Date.now() + passed;
  const move = (ms: number): void => {
    passed += ms;
  };
  return {
    now,
    move,
    /** By how much it is later than when it was made, but for what passes by itself. */
    passed: (): number => passed,
    /** Of a device whose clock is wrong by so much (ms); what passes there passes for all. */
    onDevice: (clock: { off_ms: number }): DeviceTime => ({
      now: () => now() + clock.off_ms,
      atServer: now,
      move,
    }),
  };
};

export type Time = ReturnType<typeof createTime>;
