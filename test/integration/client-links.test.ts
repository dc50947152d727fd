// Invitation links: the key that a link carries, and the proofs that its two people hand each other
// through a server that may lie about either.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { newPrivateKey, publicKeyText, thumbprint } from '../../src/web/crypto/keys';
import { findCurve } from '../../src/web/crypto/x25519';
import type { Newcomer } from '../support/client/real-client';
import {
  befriendBy,
  createBrowser,
  newcomer,
  passwordOf,
  tell,
  until,
} from '../support/client/real-client';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

const mallory = await newPrivateKey(await findCurve());

const linkBy = async ({ app }: Newcomer): Promise<string> => {
  const link = app.people.linkOf(await app.people.invite());
  return link.replace('https://chat8.example', '');
};
const howOf = ({ app }: Pick<Newcomer, 'app'>, id: number) => app.pins.pinOf(id)?.how;

test('a link carries key and secret, which the vault holds before anyone sees it', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const link = await linkBy(alice);
  expect(link).toMatch(new RegExp(`^/i/[\\w-]+#${alice.app.keys.ownKeyId()}\\.[\\w-]{22}$`));
  const code = /^\/i\/([\w-]+)#/.exec(link)?.[1] ?? '';
  expect(alice.app.keys.links.value[code]?.secret).toBe(link.slice(-22));
  // A code that is known already would have its secret exchanged.
  using _ = alice.browser.lie(/^POST \/invites$/, () =>
    Response.json({
      data: {
        code,
        link: '',
        uses: 1,
        used: 0,
        used_by: [],
        expires_at: '2027-01-01T00:00:00.000Z',
        created_at: '2026-01-01T00:00:00.000Z',
      },
    }),
  );
  await expect(alice.app.people.invite()).rejects.toThrow('LINK_REPEATED');
  alice.browser.close();
});

test('who comes by a link and who made it prove their keys to each other', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const bob = await newcomer(server.url, 'bob', await linkBy(alice));
  await until(() => howOf(alice, bob.id) === 'link');
  await until(() => howOf(bob, alice.id) === 'link');
  expect(alice.app.pins.pinOf(bob.id)).toMatchObject({
    key_id: bob.app.keys.ownKeyId(),
    verified: false,
  });
  expect(bob.app.pins.pinOf(alice.id)?.key_id).toBe(alice.app.keys.ownKeyId());
  expect(await tell(bob.app, alice.id, 'hello')).toBeUndefined();
  for (const each of [alice, bob]) each.browser.close();
});

test('the key of the link is pinned before the server is asked, and another one gets nothing', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const address = await linkBy(alice);
  const browser = createBrowser(server.url);
  const key_id = await thumbprint(mallory);
  const named = { user_id: 1, public_key: publicKeyText(mallory), key_id, version: 1 };
  using _ = browser.lie(/^GET \/encryption\/public-keys/, () => Response.json({ data: [named] }));
  // And nothing of the inviter is told at first.
  let lists = 0;
  using __ = browser.lie(/^GET \/friends$/, async (_, answer) => {
    lists += 1;
    return lists === 1 ? Response.json({ data: [] }) : answer();
  });
  const { app } = browser.openPage(address);
  const names = { username: 'bob', email: 'bob@example.org', password: passwordOf('bob') };
  await app.session.register(names);
  await app.session.recovered();
  await until(() => app.people.friendOf(alice.id));
  await until(() => app.pins.pinOf(alice.id));
  expect(app.pins.pinOf(alice.id)?.key_id).toBe(alice.app.keys.ownKeyId());
  await app.actions.openConversation(alice.id);
  await tell(app, alice.id, 'for alice alone');
  expect(app.pins.askedAbout.value).toBe(alice.id);
  expect(browser.asked.some(({ path, method }) => `${method} ${path}` === 'POST /messages')).toBe(
    false,
  );
  alice.browser.close();
  browser.close();
});

test('a link without its secret, with half of it, or after a redirect proves nothing, and asks', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const forms: [string, (link: string) => string, boolean][] = [
    ['bare', (link) => link.split('#')[0] ?? '', false],
    ['halved', (link) => link.split('.')[0] ?? '', false],
    ['moved', (link) => link, true],
  ];
  for (const [name, form, wasRedirected] of forms) {
    const browser = createBrowser(server.url);
    const page = browser.openPage(form(await linkBy(alice)), wasRedirected);
    const email = `${name}@example.org`;
    await page.app.session.register({ username: name, email, password: passwordOf(name) });
    await page.app.session.recovered();
    await until(() => page.app.people.friendOf(alice.id));
    await tell(page.app, alice.id, 'hello');
    expect([name, page.app.pins.askedAbout.value]).toEqual([name, alice.id]);
    expect([name, page.app.keys.mustDecide(alice.id)]).toEqual([name, true]);
    // A press is enough.
    const key = await page.app.keys.peerKey(alice.id);
    await page.app.actions.acceptKey(alice.id, key?.key_id ?? '');
    expect([name, page.app.keys.mustDecide(alice.id)]).toEqual([name, false]);
    browser.close();
  }
  alice.browser.close();
});

test('a proof that does not fit is told to the inviter, and nothing is sealed for that key', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const key_id = await thumbprint(mallory);
  const address = await linkBy(alice);
  using _ = alice.browser.lie(/^GET \/encryption\/public-keys/, () =>
    Response.json({
      data: [{ user_id: 2, public_key: publicKeyText(mallory), key_id, version: 1 }],
    }),
  );
  using __ = alice.browser.lie(/^GET \/friends$/, async (_, answer) => {
    const { data } = await (await answer()).json();
    const swapped = data.map((friend: { link: object | null }) => ({
      ...friend,
      link: friend.link && { ...friend.link, key_id, proof: 'A'.repeat(43) },
    }));
    return Response.json({ data: swapped });
  });
  // The true proof never gets to her.
  const bobs = createBrowser(server.url);
  using ___ = bobs.lie(/^POST \/invites\/.*\/proof$/, () => Response.json({ data: null }));
  const bob = bobs.openPage(address);
  const names = { username: 'bob', email: 'bob@example.org', password: passwordOf('bob') };
  await bob.app.session.register(names);
  await bob.app.session.recovered();
  const bob_id = bob.app.account.userId();
  await alice.app.people.load();
  await until(() => alice.app.keys.mustDecide(bob_id));
  await tell(alice.app, bob_id, 'hello');
  expect(alice.app.pins.askedAbout.value).toBe(bob_id);
  expect(alice.browser.asked.some(({ path }) => path === '/messages')).toBe(false);
  // And bob goes on waiting, which is no alarm.
  expect(bob.app.keys.isWaiting(alice.id)).toBe(true);
  expect(bob.app.keys.mustDecide(alice.id)).toBe(false);
  alice.browser.close();
  bobs.close();
});

test('a link overwrites no pin: who was compared stays compared', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  const [, code = '', key_id = '', secret = ''] =
    /^\/i\/([\w-]+)#([\w-]+)\.([\w-]+)$/.exec(await linkBy(alice)) ?? [];
  await bob.app.people.acceptInvite({ code, key_id, secret }, alice.id);
  await until(() => howOf(bob, alice.id) === 'link');
  const number = await bob.app.actions.safetyNumber(alice.id);
  await bob.app.actions.compared(alice.id, number?.key_id ?? '');
  await bob.app.keys.pinFollowed(alice.id, await thumbprint(mallory));
  await bob.app.keys.proven(alice.id, await thumbprint(mallory), true);
  expect(bob.app.pins.pinOf(alice.id)).toMatchObject({ key_id, how: 'compared' });
  for (const each of [alice, bob]) each.browser.close();
});

test('a link that names another key than the server did before asks, of a friend and of somebody only met', async () => {
  await using server = await startServer();
  const [alice, bob, carol] = [
    await newcomer(server.url, 'alice'),
    await newcomer(server.url, 'bob'),
    await newcomer(server.url, 'carol'),
  ];
  await befriendBy(alice, carol);
  const key_id = await thumbprint(mallory);
  const named = { public_key: publicKeyText(mallory), key_id, version: 1 };
  using _ = alice.browser.lie(/^GET \/encryption\/public-keys/, ({ path }) => {
    const ids = decodeURIComponent(path).split('=')[1]?.split(',') ?? [];
    return Response.json({ data: ids.map((id) => ({ ...named, user_id: Number(id) })) });
  });
  for (const { id } of [bob, carol]) await alice.app.keys.meet(id);
  expect(alice.app.pins.pinOf(bob.id)).toMatchObject({ key_id, how: 'first' });
  const addresses = new Map([
    [bob, await linkBy(bob)],
    [carol, await linkBy(carol)],
  ]);
  for (const [{ id }, address] of addresses) {
    const page = alice.browser.openPage(address);
    await page.app.session.start();
    await until(() => page.app.screen.phase.value === 'ready');
    if (id === bob.id) {
      await until(() => page.app.invitation.invited.value);
      const { link } = page.app.invitation.invited.value ?? {};
      if (link) await page.app.people.acceptInvite(link, id);
    }
    await until(() => page.app.keys.mustDecide(id));
    await tell(page.app, id, 'for one alone');
    expect(page.app.pins.askedAbout.value).toBe(id);
  }
  const sent = alice.browser.asked.filter(
    ({ method, path }) => `${method} ${path}` === 'POST /messages',
  );
  expect(sent).toEqual([]);
  for (const each of [alice, bob, carol]) each.browser.close();
});

test('a link for several people proves one of those whom it was sent to, and says so', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const made = await alice.app.people.invite(2);
  expect(made.uses).toBe(2);
  const address = alice.app.people.linkOf(made).replace('https://chat8.example', '');
  const bob = await newcomer(server.url, 'bob', address);
  const carol = await newcomer(server.url, 'carol', address);
  for (const { id } of [bob, carol]) {
    await until(() => howOf(alice, id) === 'link');
    expect(alice.app.pins.pinOf(id)?.of_many).toBe(true);
  }
  // Whoever came by it knows whose link it is.
  await until(() => howOf(bob, alice.id) === 'link');
  expect(bob.app.pins.pinOf(alice.id)?.of_many).toBeUndefined();
  const dave = await newcomer(server.url, 'dave', await linkBy(alice));
  await until(() => howOf(alice, dave.id) === 'link');
  expect(alice.app.pins.pinOf(dave.id)?.of_many).toBeUndefined();
  for (const each of [alice, bob, carol, dave]) each.browser.close();
});
