// What a device remembers, where the browser keeps it slowly, or not at all.
import { expect, test } from 'bun:test';
import { createDevice } from '../../../src/web/model/store/device';

test('of two values under one name the later one stands, though the browser could keep only the first', async () => {
  const first = Promise.withResolvers<void>();
  const kept = new Map<string, unknown>();
  const device = createDevice({
    get: async (name) => kept.get(name),
    async put(name, value) {
      if (value === 'the second') throw new DOMException('full', 'QuotaExceededError');
      await first.promise;
      kept.set(name, value);
    },
    remove: async () => {},
  });
  const puts = [device.put('name', 'the first'), device.put('name', 'the second')];
  first.resolve();
  await Promise.all(puts);
  expect(await device.get<string>('name')).toBe('the second');
});
