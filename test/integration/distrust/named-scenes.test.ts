// Scenes by which promises fell once, each by itself: single answers that a server lies in once.
import { expect, setDefaultTimeout, test } from 'bun:test';
import type { Message } from '../../../src/protocol/objects';
import { renamed } from '../../../src/web/view/trust/badge';
import {
  befriendBy,
  comeBack,
  createBrowser,
  newcomer,
  passwordOf,
  tell,
  textsWith,
  until,
} from '../../support/client/real-client';
import { newDevice, openCast } from '../../support/hostile/cast';
import { newLife, start } from '../../support/hostile/life';
import { wakeAway } from '../../support/hostile/ways-back';
import { newWritten } from '../../support/hostile/written';
import { startServer } from '../../support/server';

setDefaultTimeout(300_000);

const fault = () =>
  Response.json(
    { success: false, error: { code: 'SERVER_001', message: '', details: {} } },
    { status: 500 },
  );

test('an inviter whose key is answered by 500 once, and whom the friends lack once, is pinned by the link', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const own = alice.app.keys.ownKeyId();
  const link = alice.app.people.linkOf(await alice.app.people.invite());
  const carol = await newcomerLiedTo(server.url, link.replace('https://chat8.example', ''));
  await until(() => carol.app.pins.pinOf(alice.id)?.key_id === own);
  await until(() => carol.app.pins.pinOf(alice.id)?.how === 'link');
  expect(await tell(carol.app, alice.id, 'hello')).toBeUndefined();
  for (const each of [alice, carol]) each.browser.close();
});

const newcomerLiedTo = async (url: string, address: string) => {
  const browser = createBrowser(url);
  let [keys, friends] = [0, 0];
  browser.lie(/^GET \/encryption\/public-keys/, (_, answer) => {
    keys += 1;
    return keys === 1 ? fault() : answer();
  });
  browser.lie(/^GET \/friends$/, (_, answer) => {
    friends += 1;
    return friends === 1 ? Response.json({ success: true, data: [] }) : answer();
  });
  const { app } = browser.openPage(address);
  await app.session.register({
    username: 'carol',
    email: 'carol@example.org',
    password: passwordOf('carol'),
  });
  await app.session.recovered();
  await until(() => app.isOnline.value && app.people.friends.value.length === 1);
  return { app, browser };
};

test('carol’s text does not stand as one’s own in bob’s conversation', async () => {
  await using server = await startServer();
  const [alice, bob, carol] = [
    await newcomer(server.url, 'alice'),
    await newcomer(server.url, 'bob'),
    await newcomer(server.url, 'carol'),
  ];
  for (const each of [bob, carol]) await befriendBy(alice, each);
  expect(await tell(carol.app, alice.id, 'bob is a thief')).toBeUndefined();
  expect(await tell(alice.app, bob.id, 'good morning')).toBeUndefined();
  const carols: Message[] = [];
  {
    using _ = alice.browser.lie(new RegExp(`^GET /messages/${carol.id}\\b`), async (_, answer) => {
      const real = await answer();
      carols.push(...(await real.clone().json()).data.messages);
      return real;
    });
    await alice.app.actions.openConversation(carol.id);
    expect(carols).toHaveLength(1);
  }
  // As hers to bob, as bob's to her, and as bob's message moved to carol.
  using _ = alice.browser.lie(new RegExp(`^GET /messages/${bob.id}\\b`), async (_, answer) => {
    const { data } = (await (await answer()).json()) as { data: { messages: Message[] } };
    const lies = carols.flatMap((message) => [
      { ...message, id: 1_001, sender_id: alice.id, receiver_id: bob.id },
      { ...message, id: 1_002, sender_id: bob.id, receiver_id: alice.id },
    ]);
    return Response.json({ data: { ...data, messages: [...lies, ...data.messages] } });
  });
  const { app } = await comeBack(alice.browser);
  await until(() => app.isOnline.value);
  await app.actions.openConversation(bob.id);
  await until(() => textsWith(app, bob.id).includes('good morning'));
  expect(textsWith(app, bob.id).join()).not.toContain('thief');
  const row = app.conversations.list.value.find(({ friend }) => friend.id === bob.id);
  expect(row?.preview?.text).not.toContain('thief');
  await app.actions.openConversation(carol.id);
  await until(() => textsWith(app, carol.id).includes('bob is a thief'));
  for (const each of [alice, bob, carol]) each.browser.close();
});

test('names that were exchanged have their line also where nothing but the device is left', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const compared = cast.friends.find(({ state }) => state === 'compared');
  const met = cast.friends.find(({ state }) => state === 'met');
  if (!compared || !met) throw new Error('both are there');
  const kept = await cast.before();
  cast.liar.repent();
  const [one, other] = [compared.person.username, met.person.username];
  const exchanged = (text: string) =>
    text.replaceAll(new RegExp(`"(${one}|${other})"`, 'g'), (name) =>
      name === `"${one}"` ? `"${other}"` : `"${one}"`,
    );
  using _ = cast.liar.answers(async ({ path }, honest) => {
    const answer = await honest();
    if (!/^\/(friends|conversations)$/.test(path)) return answer;
    return Response.json(JSON.parse(exchanged(await answer.text())));
  });
  const life = newLife(cast, newDevice(cast.liar, kept), newWritten());
  await start(life);
  for (const each of [life, await wakeAway(life)]) {
    const { app } = each.device;
    const pin = app.pins.pinOf(compared.person.id);
    const friend = app.people.friendOf(compared.person.id);
    expect([pin?.how, friend?.username]).toEqual(['compared', other]);
    expect(pin && friend && renamed(pin, friend)).toEqual({ before: one, now: other });
    each.device.close();
  }
});
