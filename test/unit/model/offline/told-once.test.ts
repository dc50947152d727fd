// A lie that was told once does not become the truth by being kept, and takes nothing away for ever
// that was kept before.
import { expect, test } from 'bun:test';
import type { Message } from '../../../../src/protocol/objects';
import { itemsOf, openBob, openTab, previewOf, textsOf } from '../../../support/fake-client';
import { fakeLocks } from '../../../support/fake-locks';
import type { FakeServer } from '../../../support/fake-server';
import { BOB, fakeServer } from '../../../support/fake-server';
import { away, comeBack, openKeepingBrowser, written } from '../../../support/keeping-browser';

type Opened = Awaited<ReturnType<typeof openKeepingBrowser>>;

/** Its pages so far are closed, and lead nothing any more. */
const alone = <Known extends Opened>(first: Known): Known => ({
  ...first,
  browser: { ...first.browser, locks: fakeLocks() },
});

/** Another start of the same browser, at once with the server. */
const again = async (first: Opened) => {
  first.server.disconnect(true);
  await first.gone();
  const later = await openTab(first.server, alone(first).browser, first.clock);
  await first.clock.pass(2_000);
  await written(first.clock);
  return later;
};

const says = (server: FakeServer, count: number): Message[] =>
  Array.from({ length: count }, (_, at) => server.says(`${at + 1}`));

/** In whatever answer a message is, it is changed. */
const lieAbout = (server: FakeServer, change: (message: Message) => Message) =>
  server.trouble(/GET \/(conversations|messages\/2)/, async (_, answer) => {
    const { data } = (await answer.json()) as { data: unknown };
    const changed = JSON.stringify(data, (_, value) =>
      typeof value === 'object' && value !== null && 'client_id' in value ? change(value) : value,
    );
    return Response.json({ success: true, data: JSON.parse(changed) });
  });

for (const [where, false_id] of [
  ['later', 999],
  ['earlier', 1],
] as const) {
  test(`a message that was once given ${where} than it is stands in its own place afterwards`, async () => {
    const server = fakeServer();
    says(server, 4);
    server.messages().splice(0, 1);
    {
      const lie = lieAbout(server, (each) => (each.id === 4 ? { ...each, id: false_id } : each));
      const first = await openKeepingBrowser(server);
      await openBob(first.app);
      await written(first.clock);
      await first.clock.pass(2_000);
      expect(itemsOf(first.app).map(({ id }) => id)).toContain(false_id);
      lie[Symbol.dispose]();
      const next = await again(first);
      await openBob(next.app);
      await written(first.clock);
      expect(itemsOf(next.app).map(({ id, text }) => [id, text])).toEqual([
        [2, '2'],
        [3, '3'],
        [4, '4'],
      ]);
      expect((await first.look()).ids).toEqual([4, 3, 2]);
      // And without the server, too.
      await first.clock.pass(2_000);
      using _ = away(server);
      const last = await comeBack(server, { ...alone(first), ...next });
      await written(first.clock);
      expect(previewOf(last.app)?.preview?.text).toBe('4');
      await openBob(last.app);
      await written(first.clock);
      expect(textsOf(last.app)).toEqual(['2', '3', '4']);
    }
  });
}

test('a page that was once empty takes nothing away for ever', async () => {
  const server = fakeServer();
  says(server, 4);
  const first = await openKeepingBrowser(server);
  await first.clock.pass(2_000);
  await written(first.clock);
  expect((await first.look()).ids).toEqual([4, 3, 2, 1]);
  {
    using _ = server.trouble(/GET \/messages\/2/, () => {
      const pagination = { page: 1, limit: 30, total: 0, pages: 0, next_before: null };
      return Response.json({ success: true, data: { messages: [], pagination } });
    });
    await openBob(first.app);
    await written(first.clock);
    expect(textsOf(first.app)).toEqual([]);
  }
  // In the same page already.
  await first.app.pages.loadNewest(BOB);
  await written(first.clock);
  expect(textsOf(first.app)).toEqual(['1', '2', '3', '4']);
  await first.clock.pass(120_000);
  await written(first.clock);
  const { ids, texts } = await first.look();
  expect(ids).toEqual([4, 3, 2, 1]);
  for (const id of ids) expect(texts).toContain(`[${id},`);
});

test('pages with holes are walked through again once one hole is seen to be none', async () => {
  const server = fakeServer();
  says(server, 100);
  const first = await openKeepingBrowser(server);
  await first.clock.pass(2_000);
  await written(first.clock);
  expect((await first.look()).ids).toHaveLength(100);
  {
    using _ = server.trouble(/GET \/messages\/2/, async (_, answer) => {
      const { data } = (await answer.json()) as { data: { messages: Message[] } };
      const messages = data.messages.filter(({ id }) => id % 10 === 0);
      return Response.json({ success: true, data: { ...data, messages } });
    });
    for (const id of [30, 70]) await first.app.pages.loadAround(BOB, id);
    await written(first.clock);
    expect((await first.look()).ids.length).toBeLessThan(50);
  }
  // She looks at a part of it; what she does not look at comes back by itself.
  await first.app.pages.loadAround(BOB, 70);
  await written(first.clock);
  await first.clock.pass(120_000);
  await written(first.clock);
  expect((await first.look()).ids).toHaveLength(100);
});

test('a server that once knew nobody leaves what was said with them findable afterwards', async () => {
  const server = fakeServer();
  says(server, 4);
  const first = await openKeepingBrowser(server);
  await first.clock.pass(2_000);
  await written(first.clock);
  {
    using _ = server.trouble(/GET \/(conversations|friends)\?/, () =>
      Response.json({ success: true, data: [] }),
    );
    await first.app.people.load();
    await first.app.pages.loadList();
    await written(first.clock);
    expect(first.app.conversations.list.value).toEqual([]);
    await first.clock.pass(2_000);
    await written(first.clock);
    expect((await first.look()).ids).toEqual([]);
  }
  await first.app.people.load();
  await first.app.pages.loadList();
  await first.clock.pass(120_000);
  await written(first.clock);
  expect(previewOf(first.app)?.preview?.text).toBe('4');
  const { ids, texts } = await first.look();
  expect(ids).toEqual([4, 3, 2, 1]);
  for (const id of ids) expect(texts).toContain(`[${id},`);
});

test('what was said to be deleted and is given again is shown as that, its text on demand', async () => {
  const first = await openKeepingBrowser();
  const { server } = first;
  says(server, 2);
  await openBob(first.app);
  await first.clock.pass(2_000);
  server.tell('message_deleted', { message_id: 1, friend_id: BOB });
  await written(first.clock);
  expect(textsOf(first.app)).toEqual(['2']);
  await first.clock.pass(2_000);
  for (const { app } of [first, await again(first)]) {
    await openBob(app);
    await app.pages.loadNewest(BOB);
    await written(first.clock);
    expect(itemsOf(app).map(({ text, trouble }) => [text, trouble?.reason])).toEqual([
      ['', 'deleted_before'],
      ['2', undefined],
    ]);
    const [item] = itemsOf(app);
    expect(item && app.actions.textUnder(item)).toBe('1');
    // No event brings it back as new, and no search finds it.
    expect(app.conversations.list.value[0]?.preview?.text).toBe('2');
    await app.search.ask({ text: '1' });
    await written(first.clock);
    expect(app.search.found.value).toEqual([]);
  }
});

test('after another epoch was named once the device still opens without the server', async () => {
  const first = await openKeepingBrowser();
  const { server, clock } = first;
  says(server, 2);
  await written(clock);
  await first.app.offline.keepMessages(500);
  const hello = { user_id: 1, epoch: 'of nobody', seq: 9, resumed: false };
  server.tell('hello', hello);
  await clock.pass(2_000);
  await written(clock);
  using _ = away(server);
  const later = await comeBack(server, alone(first));
  expect(later.app.screen.phase.value).toBe('ready');
  expect(previewOf(later.app)?.preview?.text).toBe('2');
  expect(later.app.offline.mostMessages.value).toBe(500);
});
