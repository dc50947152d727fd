// What was just done can be undone: a message is taken back for both, a deletion waits for a while.
import { expect, test } from 'bun:test';
import type { App } from '../../../support/client/whole-client';
import {
  itemsOf,
  openBob,
  openTab,
  previewOf,
  say,
  signIn,
  textsOf,
} from '../../../support/fake-client';
import { fakeClock, settle } from '../../../support/fake-parts';

import { refusal } from '../../../support/fake-server';
import { away, comeBack, openKeepingBrowser, written } from '../../../support/keeping-browser';

const deletionsOf = (asked: string[]) =>
  asked.filter((line) => /^DELETE|\/messages\/delete/.test(line));

const itemOf = (app: App, text: string) => {
  const item = itemsOf(app).find((each) => each.text === text);
  if (item === undefined) throw new Error(`no message says ${text}`);
  return item;
};

test('what was just sent is taken back for both, for ten seconds', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  await say(app, 'oh no');
  const { client_id } = itemOf(app, 'oh no');
  expect(app.fresh.has(client_id)).toBe(true);
  await clock.pass(9_900);
  expect(app.fresh.has(client_id)).toBe(true);
  await app.actions.takeBack(itemOf(app, 'oh no'));
  await settle();
  expect(app.fresh.has(client_id)).toBe(false);
  expect(textsOf(app)).toEqual([]);
  expect(server.messages()).toEqual([]);
  await say(app, 'it stays');
  await clock.pass(10_100);
  expect(app.fresh.has(itemOf(app, 'it stays').client_id)).toBe(false);
});

test('taken back on its way it goes to nobody, or is deleted once the server turns out to have it', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  const letGo = server.hold(/POST \/messages\?/);
  await say(app, 'too fast');
  await app.actions.takeBack(itemOf(app, 'too fast'));
  await settle();
  letGo();
  await settle();
  expect(textsOf(app)).toEqual([]);
  expect(server.messages()).toEqual([]);
  // Without a connection nothing of it ever leaves.
  server.disconnect(true);
  const gone = away(server);
  await say(app, 'never');
  await app.actions.takeBack(itemOf(app, 'never'));
  gone[Symbol.dispose]();
  await settle();
  expect(server.posted.map(({ content }) => content)).toHaveLength(1);
  expect(textsOf(app)).toEqual([]);
});

test('a deletion is hidden at once and waits for six seconds; undone, nobody ever hears of it', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  const first = server.says('first');
  server.says('second');
  await settle();
  const undo = await app.actions.removeLater([itemOf(app, 'second')]);
  await clock.pass(5_900);
  expect(textsOf(app)).toEqual(['first']);
  expect(previewOf(app)?.preview?.text).toBe('first');
  expect(deletionsOf(server.asked)).toEqual([]);
  // What is done meanwhile does not wait for it.
  const reactions: string[] = [];
  using _ = server.refuse(/PUT \/messages/, ({ path }) => {
    reactions.push(path);
    return refusal(404, 'MESSAGE_001');
  });
  await app.actions.react(itemOf(app, 'first'), '👍').catch(() => {});
  expect(reactions[0]).toStartWith(`/messages/${first.id}/reactions`);
  await undo();
  await clock.pass(10_000);
  expect(textsOf(app)).toEqual(['first', 'second']);
  expect(previewOf(app)?.preview?.text).toBe('second');
  expect(deletionsOf(server.asked)).toEqual([]);

  const tooLate = await app.actions.removeLater(itemsOf(app));
  await clock.pass(6_100);
  // All at once, or none.
  expect(deletionsOf(server.asked)).toEqual(['POST /messages/delete?']);
  await tooLate();
  expect(textsOf(app)).toEqual([]);
  expect(server.messages()).toEqual([]);
});

test('another tab shows it gone, and shows it again when it is undone', async () => {
  const first = await openKeepingBrowser();
  const { app, server, browser, clock } = first;
  server.says('shared');
  await openBob(app);
  const other = await openTab(server, browser, clock);
  await openBob(other.app);
  await written(clock);
  const undo = await app.actions.removeLater(itemsOf(app));
  await written(clock);
  expect([textsOf(app), textsOf(other.app)]).toEqual([[], []]);
  await undo();
  await written(clock);
  expect([textsOf(app), textsOf(other.app)]).toEqual([['shared'], ['shared']]);
  await clock.pass(7_000);
  expect(deletionsOf(server.asked)).toEqual([]);
});

test('a page that closes tells it as it goes; a killed browser tells it with the next start', async () => {
  const { app, server, tab } = await signIn();
  await openBob(app);
  server.says('one');
  await settle();
  await app.actions.removeLater(itemsOf(app));
  tab.leave();
  await settle();
  expect(server.messages()).toEqual([]);

  const killed = await openKeepingBrowser();
  killed.server.says('two');
  await openBob(killed.app);
  await written(killed.clock);
  await killed.app.actions.removeLater(itemsOf(killed.app));
  await written(killed.clock);
  expect(killed.server.messages()).toHaveLength(1);
  // Its tab is gone without a word.
  killed.server.disconnect(true);
  await killed.gone();
  const later = await comeBack(killed.server, { ...killed, clock: fakeClock() });
  await openBob(later.app);
  expect(textsOf(later.app)).toEqual([]);
  await killed.clock.pass(7_000);
  await written(killed.clock);
  await settle();
  expect(deletionsOf(killed.server.asked).length).toBeGreaterThan(0);
  expect(killed.server.messages()).toEqual([]);
});

test('without a connection it is gone here when the time is over, and told with the next one', async () => {
  const { app, server, clock } = await openKeepingBrowser();
  server.says('away');
  await openBob(app);
  await written(clock);
  const offline = away(server);
  await clock.pass(100);
  await app.actions.removeLater(itemsOf(app));
  await clock.pass(7_000);
  await written(clock);
  expect(textsOf(app)).toEqual([]);
  expect(server.messages()).toHaveLength(1);
  offline[Symbol.dispose]();
  await clock.pass(60_000);
  await written(clock);
  expect(server.messages()).toEqual([]);
});

test('who signs out leaves no deletion behind', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  server.says('gone with me');
  await settle();
  await app.actions.removeLater(itemsOf(app));
  await app.session.logout();
  expect(server.messages()).toEqual([]);
});
