// What alice writes and corrects without a connection is found by herself at once, and after a reload
// too, before the server knows anything of it.
import { expect, test } from 'bun:test';
import type { App } from '../../support/client/whole-client';
import { itemsOf, openBob, say } from '../../support/fake-client';
import { settle } from '../../support/fake-parts';
import { BOB } from '../../support/fake-server';
import { away, comeBack, openKeepingBrowser, written } from '../../support/keeping-browser';

const find = async ({ search }: App, text: string): Promise<string[]> => {
  await search.ask({ text });
  return search.found.value.map(({ item }) => item.text);
};

/** Three messages of alice's are there, and then the network goes. */
const openAway = async () => {
  const first = await openKeepingBrowser();
  const { app, server, clock } = first;
  await openBob(app);
  for (const text of ['tea at five', 'no cake', 'tea at six']) await say(app, text);
  await clock.pass(2_000);
  await written(clock);
  const offline = away(server);
  await clock.pass(100);
  return { ...first, offline };
};

test('a text that waits and one that was corrected are found by their new words alone', async () => {
  const { app, server, clock, offline } = await openAway();
  const [five, cake] = itemsOf(app);
  if (!five || !cake) throw new Error('a message is missing');
  // While results are shown, and before them.
  expect(await find(app, 'tea')).toEqual(['tea at six', 'tea at five']);
  await app.actions.edit(cake, 'no tea, but cake');
  await say(app, 'tea at seven');
  await settle();
  const all = ['tea at seven', 'tea at six', 'no tea, but cake', 'tea at five'];
  expect(app.search.found.value.map(({ item }) => item.text)).toEqual(all);
  expect(await find(app, 'tea')).toEqual(all);
  await app.actions.edit(five, 'coffee at five');
  expect(await find(app, 'coffee')).toEqual(['coffee at five']);
  expect(await find(app, 'tea')).toEqual(all.slice(0, 3));
  // Corrected once more: only the last words count.
  const again = itemsOf(app).find(({ id }) => id === five.id);
  if (!again) throw new Error('the message is missing');
  await app.actions.edit(again, 'milk at five');
  expect([await find(app, 'coffee'), await find(app, 'milk')]).toEqual([[], ['milk at five']]);
  await app.search.ask({ text: 'tea', friend_id: BOB + 1 });
  expect(app.search.found.value).toEqual([]);
  await app.search.ask({ friend_id: null });
  // Nothing of it is found twice once the server has it.
  offline[Symbol.dispose]();
  server.disconnect(true);
  await clock.pass(10_000);
  await written(clock);
  expect((await find(app, 'seven')).length).toBe(1);
});

test('after a reload without the server both are found as before, and what waits stands at the end', async () => {
  const first = await openAway();
  const { app, server } = first;
  const [five] = itemsOf(app);
  if (!five) throw new Error('the message is missing');
  await app.actions.edit(five, 'coffee at five');
  await say(app, 'coffee at seven');
  await written(first.clock);
  await first.gone();
  const later = await comeBack(server, first);
  await written(first.clock);
  expect(await find(later.app, 'coffee')).toEqual(['coffee at seven', 'coffee at five']);
  expect(await find(later.app, 'tea')).toEqual(['tea at six']);
  await openBob(later.app);
  await written(first.clock);
  const texts = ['coffee at five', 'no cake', 'tea at six', 'coffee at seven'];
  expect(itemsOf(later.app).map(({ text }) => text)).toEqual(texts);
  expect(later.app.conversations.list.value[0]?.preview?.text).toBe('coffee at seven');
});
