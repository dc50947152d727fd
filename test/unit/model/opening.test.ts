// Messages are opened once, and nobody waits for a key that does not come.
import { expect, test } from 'bun:test';
import { itemsOf, openBob, previewOf, signIn, textsOf } from '../../support/fake-client';
import { settle } from '../../support/fake-parts';

test('a frame waits five seconds for a key, is shown unopened, and is opened later', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  const letGo = server.hold(/public-key\/2/);
  server.says('under an old key', { key: 'old' });
  server.says('under the key of today');
  await settle();
  expect(itemsOf(app)).toEqual([]);
  await clock.pass(5_000);
  expect(itemsOf(app)).toMatchObject([
    { text: '', trouble: { reason: 'unreachable' } },
    { text: 'under the key of today', trouble: null },
  ]);
  // Those that come after it do not wait again.
  server.says('another under the old key', { key: 'old' });
  await clock.pass(0);
  expect(itemsOf(app)).toHaveLength(3);
  letGo();
  await settle();
  // A key that the server calls an old one is not bob's by that: nothing under it is shown as his.
  expect(textsOf(app)).toEqual(['', 'under the key of today', '']);
  expect(itemsOf(app).map(app.actions.textUnder)).toEqual([
    'under an old key',
    'under the key of today',
    'another under the old key',
  ]);
  expect(previewOf(app)).toMatchObject({ unread_count: 3 });
});

test('the list, the window, a reaction and a reload open a message once', async () => {
  const { app, server, clock, opened } = await signIn();
  const one = server.says('one');
  await settle();
  await openBob(app);
  server.changed(one.id, 'message_reaction', { reactions: [{ emoji: '👍', user_ids: [2] }] });
  server.disconnect(false);
  await clock.pass(500);
  const two = server.says('two');
  server.remove(two.id);
  await settle();
  expect(textsOf(app)).toEqual(['one']);
  expect(opened.toSorted()).toEqual(['one', 'two']);
});
