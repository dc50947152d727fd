// Without a network: what this device keeps is read, and whatever the server tells later is kept too.
import { expect, test } from 'bun:test';
import { openOfflineStore } from '../../../../src/web/model/store/offline/store';
import { openBob, openTab, previewOf, textsOf } from '../../../support/fake-client';
import { fakeLocks } from '../../../support/fake-locks';
import { ALICE, BOB, fakeServer, refusal, TOKEN } from '../../../support/fake-server';
import { away, comeBack, openKeepingBrowser, written } from '../../../support/keeping-browser';

test('opens without a server what it had with one: the list, and a conversation', async () => {
  const first = await openKeepingBrowser();
  const { app, server, clock } = first;
  server.says('one');
  server.says('two');
  await openBob(app);
  await written(clock);
  using _ = away(server);
  const later = await comeBack(server, first);
  expect(later.app.screen.phase.value).toBe('ready');
  expect(later.app.account.userId()).toBe(ALICE);
  expect(previewOf(later.app)?.preview?.text).toBe('two');
  await openBob(later.app);
  await written(clock);
  expect(textsOf(later.app)).toEqual(['one', 'two']);
  expect(later.app.isOnline.value).toBe(false);
});

test('what a new friend wrote is read without a server though nobody opened it before', async () => {
  const first = await openKeepingBrowser();
  const { app, server, clock } = first;
  server.says('one');
  server.says('two');
  await written(clock);
  expect(app.offline.walked.value).toEqual({ [BOB]: 0 });
  using _ = away(server);
  const later = await comeBack(server, first);
  await openBob(later.app);
  await written(clock);
  expect(textsOf(later.app)).toEqual(['one', 'two']);
});

test('friends are kept with whom nobody has spoken yet, however late their list comes', async () => {
  const server = fakeServer();
  const letGo = server.hold(/friends/);
  const first = await openKeepingBrowser(server);
  letGo();
  await written(first.clock);
  using _ = away(server);
  const later = await comeBack(server, first);
  expect(later.app.conversations.list.value.map(({ friend }) => friend.id)).toEqual([BOB]);
});

test('a server that answers 500, or not at all, keeps nobody from reading; the line says it', async () => {
  const first = await openKeepingBrowser();
  const { server, clock } = first;
  server.says('one');
  await written(clock);
  server.disconnect(true);
  {
    using _ = server.refuse(/./, () => refusal(500, 'SERVER_001'));
    const { app } = await comeBack(server, first);
    expect([app.screen.phase.value, app.isOnline.value]).toEqual(['ready', false]);
    expect(previewOf(app)?.preview?.text).toBe('one');
  }
  const letGo = server.hold(/./);
  const { app } = await comeBack(server, first);
  expect(app.screen.phase.value).toBe('ready');
  await clock.pass(3_000);
  expect(app.isOnline.value).toBe(false);
  letGo();
});

test('how far it is stands with what it covers, and another tab writes from there', async () => {
  const first = await openKeepingBrowser();
  const { server, clock, look } = first;
  const one = server.says('one');
  await written(clock);
  expect(await look()).toMatchObject({ ids: [one.id], progress: { epoch: 'e', seq: 1 } });
  // Two tabs: one of them writes; the other one does from the moment when that one is gone.
  const second = await openTab(server, first.browser, clock);
  await written(clock);
  const two = server.says('two');
  await written(clock);
  expect(await look()).toMatchObject({ ids: [two.id, one.id], progress: { seq: 2 } });
  expect(textsOf(second.app)).toEqual([]);
});

test('what is deleted or edited leaves the device with the event that tells of it', async () => {
  const { server, clock, look } = await openKeepingBrowser();
  const one = server.says('the secret of tea');
  const two = server.says('two');
  await written(clock);
  expect((await look()).texts).toContain('the secret of tea');
  server.remove(one.id);
  await written(clock);
  const after = await look();
  expect(after.ids).toEqual([two.id]);
  expect(after.texts).not.toContain('secret');
  expect(after.progress?.seq).toBe(3);
});

test('no text lies on the device in the clear, of a message in the clear neither', async () => {
  const first = await openKeepingBrowser();
  const { server, clock, look } = first;
  server.messages().push({
    id: 1,
    sender_id: BOB,
    receiver_id: ALICE,
    content: 'Not a sealed word',
    message_type: 'text',
    timestamp: '2026-01-01T00:00:00.000Z',
    is_read: false,
    is_encrypted: false,
    client_id: 'plain',
  });
  await openBob(first.app);
  await written(clock);
  const { messages } = await look();
  expect(messages).toHaveLength(1);
  expect(messages[0]?.message.content).toBe('');
  using _ = away(server);
  const later = await comeBack(server, first);
  await openBob(later.app);
  await written(clock);
  expect(textsOf(later.app)).toEqual(['Not a sealed word']);
});

test('after 14 days without a word of the server it asks for the password, without one too', async () => {
  const first = await openKeepingBrowser();
  const { server, clock } = first;
  server.says('one');
  await written(clock);
  using _ = away(server);
  const day_ms = 86_400_000;
  await first.heard(clock.now() - 13.9 * day_ms);
  expect((await comeBack(server, first)).app.screen.phase.value).toBe('ready');
  await first.heard(clock.now() - 14.1 * day_ms);
  const { app } = await comeBack(server, first);
  expect([app.screen.phase.value, app.session.lockedBy.value]).toEqual(['locked', 'away']);
  await app.session.unlock('alice likes tea', 'password');
  await written(clock);
  expect([app.screen.phase.value, previewOf(app)?.preview?.text]).toEqual(['ready', 'one']);
});

test('a start renews the token once, whether the page was painted from this device or not', async () => {
  const first = await openKeepingBrowser();
  const { server, clock } = first;
  server.says('one');
  await written(clock);
  let renewals = 0;
  using _ = server.refuse(/POST \/auth\/refresh/, () => {
    renewals += 1;
    return Response.json({ data: { access_token: TOKEN } });
  });
  server.disconnect(true);
  const { app } = await comeBack(server, first);
  expect([app.screen.phase.value, app.isOnline.value, renewals]).toEqual(['ready', true, 1]);
});

test('what is unread is counted once, also if the list was taken down later than how far this device is', async () => {
  const first = await openKeepingBrowser();
  const { server, clock, stores, look } = first;
  server.says('one');
  await written(clock);
  const { progress } = await look();
  const { id } = server.says('two');
  const drops = [id, server.says('three').id];
  await written(clock);
  expect(first.app.conversations.unreadOf(BOB)).toBe(3);
  server.disconnect(true);
  await first.gone();
  const store = await openOfflineStore(stores.nameOf(ALICE));
  await store.write({ drops, meta: { progress } }, await store.takeTerm());
  store.close();
  using _ = server.refuse(/POST \/auth\/refresh/, () =>
    Response.json({ data: { access_token: TOKEN } }),
  );
  const letListGo = server.hold(/GET \/conversations/);
  const { app } = await comeBack(server, {
    ...first,
    browser: { ...first.browser, locks: fakeLocks() },
  });
  await clock.pass(2_000);
  await written(clock);
  // What was missed is here, event by event, and the list is still on its way.
  expect(previewOf(app)?.preview?.text).toBe('three');
  expect(app.conversations.unreadOf(BOB)).toBe(3);
  letListGo();
  await written(clock);
  expect([app.isOnline.value, app.conversations.unreadOf(BOB)]).toEqual([true, 3]);
});
