// Who types on asks for something else by then.
import { expect, test } from 'bun:test';
import { createOneSearch } from '../../../src/features/messages/one-search';

test('of one person one search is at work and one waits, and of more the older is refused', async () => {
  const oneSearch = createOneSearch();
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const search = (me: number, name: string) =>
    oneSearch(me, async () => {
      begun.push(name);
      await new Promise<void>((end) => ends.set(name, end));
      return name;
    });
  const first = search(1, 't');
  const second = search(1, 'te').catch(({ message }) => message);
  const third = search(1, 'tea');
  const others = search(2, 'coffee');
  expect(await second).toContain('tooManyRequests');
  await Bun.sleep(0);
  expect(begun).toEqual(['t', 'coffee']);
  ends.get('t')?.();
  expect(await first).toBe('t');
  await Bun.sleep(0);
  expect(begun).toEqual(['t', 'coffee', 'tea']);
  ends.get('tea')?.();
  ends.get('coffee')?.();
  expect([await third, await others]).toEqual(['tea', 'coffee']);
  // One that fails makes room, too.
  await expect(oneSearch(1, () => Promise.reject(new Error('torn')))).rejects.toThrow('torn');
  const last = search(1, 'mint');
  await Bun.sleep(0);
  ends.get('mint')?.();
  expect(await last).toBe('mint');
});
