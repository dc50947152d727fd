// Half-open connections: pinged, counted as absent, closed.
import { expect, test } from 'bun:test';
import { checkDevices, heard } from '../../../src/features/socket/heartbeat';
import { createDevice } from '../../../src/realtime/device';

test('a device that falls silent is pinged at 30 s, absent at 45 s and closed at 90 s', () => {
  const happened: string[] = [];
  const device = createDevice(
    { user_id: 1, session_id: 1, language: 'zh', since: null, epoch: null },
    0,
  );
  device.socket = {
    ping: () => happened.push('ping'),
    terminate: () => happened.push('terminate'),
  } as unknown as NonNullable<typeof device.socket>;
  let now = 0;
  const world = {
    clock: { now: () => now },
    hub: {
      all: () => [device],
      close: (_: unknown, code: number) => happened.push(`close ${code}`),
    },
    presence: {
      opened: () => happened.push('there'),
      closed: () => happened.push('away'),
    },
  } as unknown as Parameters<typeof checkDevices>[0];
  for (now = 5_000; now <= 60_000; now += 5_000) checkDevices(world);
  expect(happened).toEqual(['ping', 'away', 'ping']);
  heard(world, device, () => 'online');
  expect(happened.at(-1)).toBe('there');
  for (; now < 160_000; now += 5_000) checkDevices(world);
  expect(happened.slice(4)).toContain('close 4408');
  expect(happened.at(-1)).toBe('terminate');
});
