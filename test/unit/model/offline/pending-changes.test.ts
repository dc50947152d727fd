// What is done to messages without a connection: shown at once, kept, and told once, in its order.
import { expect, test } from 'bun:test';
import { itemsOf, openBob, openTab } from '../../../support/fake-client';
import { fakeClock } from '../../../support/fake-parts';
import { lost, refusal } from '../../../support/fake-server';
import { away, comeBack, openKeepingBrowser, written } from '../../../support/keeping-browser';

const changesOf = (asked: string[]) =>
  asked.filter((line) => /^(PUT|DELETE) \/messages/.test(line));

test('a reaction, an edit and a deletion wait, outlive a reload, and go once, in order', async () => {
  const first = await openKeepingBrowser();
  const { app, server, clock } = first;
  const theirs = server.says('theirs');
  await openBob(app);
  const { sent } = await app.actions.send(2, 'mine', null);
  await sent;
  const gone = server.says('to be hidden');
  await written(clock);
  const offline = away(server);
  await clock.pass(100);
  const [one, mine, three] = itemsOf(app);
  if (!one || !mine || !three) throw new Error('a message is missing');
  await app.actions.react(one, '👍');
  await app.actions.edit(mine, 'mine, and more');
  await app.actions.removeMessage(three);
  await written(clock);
  const shown = [
    ['theirs', [{ emoji: '👍', user_ids: [1] }]],
    ['mine, and more', []],
  ];
  expect(itemsOf(app).map(({ text, reactions }) => [text, reactions])).toEqual(shown as never);
  await first.gone();
  const later = await comeBack(server, first);
  await openBob(later.app);
  await written(clock);
  expect(itemsOf(later.app).map(({ text, reactions }) => [text, reactions])).toEqual(
    shown as never,
  );
  offline[Symbol.dispose]();
  const asked: string[] = [];
  using _ = server.refuse(/^(PUT|DELETE) \/messages/, ({ method, path, body }) => {
    asked.push(`${method} ${decodeURIComponent(path)} ${body.content ? 'sealed' : ''}`.trim());
    return refusal(404, 'MESSAGE_001');
  });
  await clock.pass(6_000);
  await written(clock);
  expect(asked).toEqual([
    `PUT /messages/${theirs.id}/reactions/👍`,
    `PUT /messages/${mine.id} sealed`,
    `DELETE /messages/${gone.id}`,
  ]);
  // What the server refused is undone in both tabs, and said in the one that told it.
  const notices = [app, later.app].flatMap((each) => each.notices.notices.value);
  const kinds = notices.map(({ kind }) => kind);
  expect(kinds).toContain('changeRefused');
  expect(itemsOf(later.app).map(({ text }) => text)).toEqual(['theirs', 'mine']);
});

test('with a connection a refusal is told at once, and an answer that is lost is asked for again', async () => {
  const { app, server, clock } = await openKeepingBrowser();
  server.says('theirs');
  await openBob(app);
  await written(clock);
  const [one] = itemsOf(app);
  if (!one) throw new Error('the message is missing');
  {
    using _ = server.refuse(/reactions/, () => refusal(403, 'MESSAGE_002'));
    await expect(app.actions.react(one, '👍')).rejects.toThrow('MESSAGE_002');
  }
  let tries = 0;
  using _ = server.refuse(/reactions/, () => {
    tries += 1;
    return tries === 1 ? lost() : refusal(404, 'MESSAGE_001');
  });
  await app.actions.react(one, '👍');
  expect(itemsOf(app)[0]?.reactions).toEqual([{ emoji: '👍', user_ids: [1] }]);
  server.disconnect(false);
  await clock.pass(2_000);
  await written(clock);
  expect(tries).toBe(2);
  expect(changesOf(server.asked)).toEqual([]);
});

test('what a tab could not tell before it was closed is told by the other one', async () => {
  const one = await openKeepingBrowser();
  const { app, server, browser } = one;
  server.says('theirs');
  await openBob(app);
  await written(one.clock);
  // The first tab has no time any more.
  const clock = fakeClock();
  await openTab(server, browser, clock);
  await written(clock);
  const [item] = itemsOf(app);
  if (item === undefined) throw new Error('the message is missing');
  {
    using _ = server.refuse(/reactions/, () => refusal(503, 'SERVER_002'));
    await app.actions.react(item, '👍');
  }
  await written(clock);
  expect(changesOf(server.asked)).toEqual([]);
  await clock.pass(5_000);
  await written(clock);
  expect(changesOf(server.asked)).toHaveLength(1);
});
