// What a device keeps of the server, and which tab writes it.
import { expect, test } from 'bun:test';
import { firstPin } from '../../../../src/web/crypto/vault/pin-changes';
import { createLeader } from '../../../../src/web/model/store/leader';
import { openBob } from '../../../support/fake-client';
import { fakeBrowser, fakeClock, keyId, settle } from '../../../support/fake-parts';
import { BOB, fakeServer, lost, refusal } from '../../../support/fake-server';
import { openKeepingBrowser, written } from '../../../support/keeping-browser';

test('older messages come by themselves, with their texts for a search, the newest first', async () => {
  const server = fakeServer();
  for (let number = 1; number <= 5; number += 1) server.says(`Number ${number} Ｔea`);
  const { clock, look, app } = await openKeepingBrowser(server);
  await clock.pass(2_000);
  await written(clock);
  const { ids, texts } = await look();
  expect(ids).toEqual([5, 4, 3, 2, 1]);
  // As it is searched: one spelling of each letter, in lower case.
  expect(texts).toContain('number 3 tea');
  expect(app.offline.walked.value).toEqual({ [BOB]: 0 });
  const pages = server.asked.filter((line) => line.startsWith('GET /messages/2?'));
  expect(pages).toEqual(['GET /messages/2?limit=1000&before=5']);
});

test('a message whose key did not come is found once it does, and keeps the others from nothing', async () => {
  for (const fails of [1, 9]) {
    const server = fakeServer();
    server.says('long ago', { key: 'old' });
    server.says('of late');
    server.says('just now');
    const { app, clock, look } = await openKeepingBrowser(server);
    const name = { username: 'bob', display_name: '' };
    const keys = [{ key_id: keyId('old'), how: 'first' as const, since: 0 }];
    app.pins.replace({ [BOB]: { ...firstPin(keyId('bob'), name), keys } });
    let left = fails;
    using _ = server.refuse(/public-key\/2/, () => {
      left -= 1;
      return left >= 0 ? refusal(503, 'SERVER_002') : undefined;
    });
    await clock.pass(2_000);
    await written(clock);
    expect((await look()).ids).toEqual([3]);
    await clock.pass(60_000);
    await written(clock);
    const { ids, texts } = await look();
    expect(ids).toEqual([3, 2, 1]);
    expect(texts.includes('long ago')).toBe(fails === 1);
    expect(texts).toContain('of late');
  }
});

test('no more messages are kept than were asked for, and it is said how far back they go', async () => {
  const server = fakeServer();
  const all = [1, 2, 3, 4].map((number) => server.says(`${number}`));
  const { app, clock, look } = await openKeepingBrowser(server);
  await clock.pass(2_000);
  await written(clock);
  expect(await app.offline.searchedBack(null)).toEqual({ since_ms: null });
  await app.offline.keepMessages(2);
  const newest = server.says('5');
  await written(clock);
  server.says('6');
  await written(clock);
  const { ids, texts } = await look();
  expect(ids.slice(0, 2)).toEqual([newest.id + 1, newest.id]);
  expect(ids.length).toBeLessThan(4);
  expect(texts).not.toContain(`[${all[0]?.id},`);
  const { since_ms } = (await app.offline.searchedBack(BOB)) ?? {};
  expect(since_ms).toBeGreaterThan(Date.parse(all[0]?.timestamp ?? ''));
});

test('while somebody works here, or the battery is low, nothing is fetched in advance', async () => {
  const server = fakeServer();
  for (let number = 1; number <= 3; number += 1) server.says(`${number}`);
  const { clock, look, tab } = await openKeepingBrowser(server);
  tab.part.usedAt = () => clock.now();
  await clock.pass(20_000);
  await written(clock);
  expect((await look()).ids).toEqual([3]);
  tab.part.usedAt = () => 0;
  await clock.pass(5_000);
  await written(clock);
  expect((await look()).ids).toEqual([3, 2, 1]);
});

test('after events were missed for good it is walked through again: what is no more goes', async () => {
  const server = fakeServer();
  for (let number = 1; number <= 4; number += 1) server.says(`${number}`);
  const { clock, look } = await openKeepingBrowser(server);
  await clock.pass(2_000);
  await written(clock);
  expect((await look()).ids).toEqual([4, 3, 2, 1]);
  // Deleted, and nobody was told.
  server.messages().splice(1, 1);
  server.disconnect(false);
  await clock.pass(5_000);
  await written(clock);
  const { ids, texts } = await look();
  expect(ids).toEqual([4, 3, 1]);
  expect(texts).not.toContain('[2,');
});

test('a message that was read here, or that a friend reacted to, is kept so', async () => {
  const server = fakeServer();
  const one = server.says('one');
  const { app, clock, look } = await openKeepingBrowser(server);
  await openBob(app);
  server.tell('message_reaction', { id: one.id, reactions: [{ emoji: '👍', user_ids: [BOB] }] });
  const read_at = '2026-01-02T00:00:00.000Z';
  server.tell('message_read', { up_to: one.id, friend_id: BOB, reader_id: 1, read_at });
  await written(clock);
  const [kept] = (await look()).messages;
  expect(kept?.message).toMatchObject({
    is_read: true,
    read_at,
    reactions: [{ emoji: '👍', user_ids: [BOB] }],
  });
});

test('a reaction that comes while an older page is on its way is not undone by that page', async () => {
  const server = fakeServer();
  const [one] = [1, 2, 3].map((number) => server.says(`${number}`));
  const letGo = server.hold(/GET \/messages\/2\?limit=1000/);
  const { clock, look } = await openKeepingBrowser(server);
  await clock.pass(2_000);
  const reactions = [{ emoji: '👍', user_ids: [BOB] }];
  server.tell('message_reaction', { id: one?.id, reactions });
  await settle();
  letGo();
  await written(clock);
  await clock.pass(2_000);
  await written(clock);
  const asked = server.asked.filter((line) => line.startsWith('GET /messages/2?limit=1000'));
  expect(asked).toHaveLength(2);
  expect((await look()).ids).toEqual([3, 2, 1]);
});

test('one tab leads; the next one does when it is gone, and when it is frozen', async () => {
  const browser = fakeBrowser();
  const clock = fakeClock();
  const order: string[] = [];
  const tab = (name: string, isFrozen = () => false) =>
    createLeader({
      // A frozen tab does nothing, and hears nothing.
      clock: { ...clock, after: (ms, act) => clock.after(ms, () => void (isFrozen() || act())) },
      locks: browser.locks,
      name: 'leader',
      openChannel(channel) {
        const real = browser.openChannel(channel);
        return {
          post: (message) => real.post(message),
          listen: (act) => real.listen((message) => void (isFrozen() || act(message))),
        };
      },
      leads: () => order.push(`${name} leads`),
      lost: () => order.push(`${name} lost`),
    });
  let isFrozen = false;
  const [one, two, three] = [tab('one'), tab('two', () => isFrozen), tab('three')];
  for (const each of [one, two, three]) await each.begin();
  await settle();
  expect(order).toEqual(['one leads']);
  one.stop();
  await settle();
  expect(order).toEqual(['one leads', 'two leads']);
  await clock.pass(60_000);
  expect(three.isLeading()).toBe(false);
  isFrozen = true;
  await clock.pass(60_000);
  expect([two.isLeading(), three.isLeading()]).toEqual([false, true]);
  expect(order.slice(2)).toContain('three leads');
  for (const each of [two, three]) each.stop();
});

test('what came a moment before the line was lost is in what is opened without it', async () => {
  const server = fakeServer();
  const [one] = [server.says('one'), server.says('two')];
  const { app, clock } = await openKeepingBrowser(server);
  await clock.pass(2_000);
  await written(clock);
  const reactions = [{ emoji: '👍', user_ids: [BOB] }];
  server.tell('message_reaction', { id: one.id, reactions });
  await settle();
  using _ = server.refuse(/./, lost);
  server.disconnect(true);
  await openBob(app);
  const items = app.windows.timelineOf(BOB).items;
  expect(items.map(({ text, reactions: [first] }) => [text, first?.emoji])).toEqual([
    ['one', '👍'],
    ['two', undefined],
  ]);
});
