// A server that hands out the honest client and lies in single answers: what only a browser shows of
// it. What the models make of every lie stands in test/integration/distrust.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import type { Pair } from '../../support/envelope';
import { keyIdOf, newPair } from '../../support/envelope';
import { startExecutable } from '../../support/executable';
import type { Friend } from '../../support/hostile/cast';
import { publicKeyOf, sealFor } from '../../support/hostile/cast';
import { openedBy } from '../../support/hostile/opened';
import { startHostileServer } from '../../support/hostile/server';
import { joined, linkBy } from '../../support/hostile/strangers';
import { befriend, login } from '../../support/person';
import {
  closeDialog,
  enter,
  joinByInvitation,
  openChat,
  openSafety,
  say,
  signUp,
} from '../../support/screen';
import { soon } from '../../support/timing';

setDefaultTimeout(300_000);
const scene = test.skipIf(!isAvailable('chromium'));

const stage = new AsyncDisposableStack();
let server: Awaited<ReturnType<typeof startExecutable>>;
beforeAll(async () => {
  server = stage.use(await startExecutable());
});
afterAll(() => stage.disposeAsync());

/** A server of its own lies to this one browser; `invented` is the key whose private half it has. */
const openScene = async () => {
  const opening = new AsyncDisposableStack();
  const liar = opening.use(startHostileServer(server.url));
  const browser = opening.use(await openBrowser());
  const [page, invented] = [await browser.page(), newPair()];
  const named = { public_key: publicKeyOf(invented), key_id: keyIdOf(invented), version: 9 };
  return {
    liar,
    page,
    invented,
    /** It calls its own key an earlier one of a friend's. */
    callItEarlier: ({ person }: Friend) =>
      liar.answers(({ path }) => {
        if (!path.startsWith(`/encryption/public-key/${person.id}?key_id=`)) return undefined;
        return Promise.resolve(
          Response.json({ success: true, data: { user_id: person.id, ...named } }),
        );
      }),
    /** From now on the server names its own key for everybody. */
    exchangeKeys: () =>
      liar.answers(({ path }) => {
        const ids = /^\/encryption\/public-keys\?user_ids=([\d,]+)$/.exec(path)?.[1];
        const all = ids?.split(',').map((id) => ({ user_id: Number(id), ...named }));
        return all && Promise.resolve(Response.json({ success: true, data: all }));
      }),
    /** In place of the next frame of this type. */
    tellInstead: (type: string, change: (data: Record<string, unknown>) => object) =>
      liar.frames((told, line) => {
        if (told.type !== type) return undefined;
        const frame = JSON.parse(told.text) as { data: Record<string, unknown> };
        line.tell(JSON.stringify({ ...frame, ...change(frame.data) }));
        return 'told';
      }),
    [Symbol.asyncDispose]: () => opening.disposeAsync(),
  };
};

type Scene = Awaited<ReturnType<typeof openScene>>;

/** She is in, and a friend of theirs; the friend speaks the API. */
const befriended = async ({ liar, page }: Scene, name: string, friend_name: string) => {
  await enter(await signUp(page, liar.url, name));
  const alice = await login(server.url, name);
  const friend = await joined(server.url, friend_name, 'compared');
  await befriend(friend.person, alice);
  await openChat(page, friend_name);
  return { alice, friend };
};

const verify = async (page: Page): Promise<void> => {
  await openSafety(page);
  await page.getByRole('button', { name: 'The numbers are the same' }).click();
  await page.getByRole('button', { name: 'Remove verification' }).waitFor();
  await closeDialog(page);
};

/** What of all that was said the server can open. */
const openTo = ({ liar, invented }: Scene, key: { x: string }, friends: Friend[]) =>
  openedBy({ cast: { liar, key, friends } }, { invented });

const keyOf = async (friend: Friend, id: number): Promise<{ x: string }> =>
  JSON.parse((await friend.person.get(`/encryption/public-key/${id}`)).body.data.public_key);

scene('a key that is exchanged while its number is compared verifies nothing', async () => {
  await using lied = await openScene();
  const { page } = lied;
  const { alice, friend } = await befriended(lied, 'alice', 'bob');
  const before = await openSafety(page);
  lied.exchangeKeys();
  const { id: user_id } = friend.person;
  const data = { user_id, key_id: keyIdOf(lied.invented), version: 9 };
  lied.tellInstead('typing', () => ({ type: 'key_changed', data }));
  using line = await friend.person.connect();
  line.send({ type: 'typing', data: { friend_id: alice.id, active: true } });
  await page.getByText('The key changed while you were comparing').waitFor();
  const now = page.locator('[data-safety]:not([data-safety=""])');
  await soon(async () => expect(await now.getAttribute('data-safety')).not.toBe(before));
  await soon(async () =>
    expect(await page.getByRole('button', { name: 'Remove verification' }).count()).toBe(0),
  );
  await closeDialog(page);
  await page.locator('.key-line').waitFor();
  await soon(async () =>
    expect(await page.locator('.conversation-head').getByText('Verified').count()).toBe(0),
  );
});

scene('what waits for a decision about a key is kept here, and sealed for nobody', async () => {
  await using lied = await openScene();
  const { page, liar } = lied;
  const { alice, friend } = await befriended(lied, 'alice2', 'bob2');
  await verify(page);
  lied.exchangeKeys();
  await page.reload();
  await openChat(page, 'bob2');
  // What is sealed before is sealed for bob's own key.
  await page.locator('.key-line').waitFor();
  await say(page, 'for bob alone');
  await page.getByRole('dialog', { name: 'The key has changed' }).waitFor();
  // Neither a reload nor a new connection sends it.
  await page.reload();
  await openChat(page, 'bob2');
  await page.locator('.message-list').getByText('for bob alone').waitFor();
  await page.context().setOffline(true);
  await page.context().setOffline(false);
  await page.getByRole('img', { name: 'Not sent' }).waitFor();
  const key = await keyOf(friend, alice.id);
  expect(await openTo(lied, key, [friend])).toEqual([]);
  expect(liar.asked.filter(({ path }) => path === '/messages')).toEqual([]);
});

scene('a link that another page was put in place of pins nothing, and asks', async () => {
  await using lied = await openScene();
  const { page, liar, invented } = lied;
  const friend = await joined(server.url, 'bob3', 'by link');
  const { code, path } = await linkBy(friend);
  const other = `/i/${code}?moved#${keyIdOf(invented)}.${'A'.repeat(22)}`;
  liar.moved.set(`/i/${code}`, other);
  lied.exchangeKeys();
  await enter(await joinByInvitation(page, `${liar.url}${path}`, 'alice3'));
  expect(liar.asked.some(({ path: asked }) => asked.includes('/auth/register'))).toBe(true);
  await page.locator('.composer').waitFor();
  await say(page, 'for bob alone');
  await page.getByRole('dialog', { name: 'The key has changed' }).waitFor();
  expect(await openTo(lied, invented, [friend])).toEqual([]);
  expect(liar.asked.filter(({ path: asked }) => asked === '/messages')).toEqual([]);
});

/** As the server writes it in the friend's name, under its own key. */
const forgedBy = (invented: Pair, friend: Friend, alice: { id: number; key: { x: string } }) =>
  sealFor(alice, { person: friend.person, pair: invented }, { text: 'send me the money' });

scene('what the server writes in a verified friend’s name is shown as nobody’s', async () => {
  await using lied = await openScene();
  const { page, invented } = lied;
  const { alice, friend } = await befriended(lied, 'alice4', 'bob4');
  await verify(page);
  const me = { id: alice.id, key: await keyOf(friend, alice.id) };
  lied.callItEarlier(friend);
  lied.tellInstead('new_message', (data) => {
    const { content, mid } = forgedBy(invented, friend, me);
    return { data: { ...data, content, client_id: mid } };
  });
  const { content, mid } = sealFor(me, friend, { text: 'good morning' });
  await friend.person.says(alice, content, { is_encrypted: true, client_id: mid });
  await page.locator('.message-list').getByText('a key that was never bob4').waitFor();
  await page.locator('.row', { hasText: 'bob4' }).getByText('Unknown key').waitFor();
  await soon(async () => expect(await page.getByText('send me the money').count()).toBe(0));
});

scene('two friends whose names are exchanged are told apart by a line', async () => {
  await using lied = await openScene();
  const { page, liar } = lied;
  const { alice, friend } = await befriended(lied, 'alice5', 'bob5');
  await verify(page);
  const carol = await joined(server.url, 'carol5', 'met');
  await befriend(carol.person, alice);
  await openChat(page, 'carol5');
  const exchanged = (text: string) =>
    text.replaceAll(/bob5|carol5/g, (name) => (name === 'bob5' ? 'carol5' : 'bob5'));
  liar.answers(async ({ path }, honest) => {
    const answer = await honest();
    if (!/^\/(friends|conversations)$/.test(path)) return answer;
    return Response.json(JSON.parse(exchanged(await answer.text())));
  });
  await page.reload();
  // It is bob whom she compared; he is called carol now, and that is said.
  await page.evaluate((id) => {
    location.hash = `#/c/${id}`;
  }, friend.person.id);
  await page.getByText('bob5 is now called carol5').waitFor();
});

scene('a sealed preview that would fill the memory is not opened', async () => {
  await using lied = await openScene();
  const { page } = lied;
  const { alice, friend } = await befriended(lied, 'alice6', 'bob6');
  const head = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const size = Buffer.alloc(8);
  for (const at of [0, 4]) size.writeUInt32BE(16_000, at);
  const bomb = Buffer.concat([head, size, Buffer.from('0802000000', 'hex'), Buffer.alloc(5)]);
  expect(bomb.length).toBe(34);
  const preview = `data:image/png;base64,${bomb.toString('base64')}`;
  const file = { key: 'A'.repeat(43), name: 'bomb.png', type: 'image/png', size: 9 };
  const me = { id: alice.id, key: await keyOf(friend, alice.id) };
  const sealed = sealFor(me, friend, { file: { ...file, sha256: 'A'.repeat(43), preview } });
  await friend.person.says(alice, sealed.content, { is_encrypted: true, client_id: sealed.mid });
  const last = sealFor(me, friend, { text: 'after it' });
  await friend.person.says(alice, last.content, { is_encrypted: true, client_id: last.mid });
  await page.locator('.message-list').getByText('after it').waitFor();
  const shown = await page
    .locator('.message-list img')
    .evaluateAll((all) => all.map((each) => (each as HTMLImageElement).naturalWidth));
  expect(shown.filter((width) => width > 64)).toEqual([]);
});
