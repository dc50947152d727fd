// Invitation links that prove nothing: of another server, with a secret that does not fit, and withdrawn by
// now. Each has its line, and a way on.
import { expect, setDefaultTimeout, test } from 'bun:test';
import type { Newcomer } from '../../support/client/real-client';
import { createBrowser, newcomer, passwordOf, tell, until } from '../../support/client/real-client';
import { newPair } from '../../support/envelope';
import { publicKeyOf } from '../../support/hostile/cast';
import { startServer } from '../../support/server';

setDefaultTimeout(300_000);

const linkBy = async ({ app }: Newcomer): Promise<string> => {
  const link = app.people.linkOf(await app.people.invite());
  return link.replace('https://chat8.example', '');
};
const namesOf = (username: string) => ({
  username,
  email: `${username}@example.org`,
  password: passwordOf(username),
});

test('a link of another server invites nobody, pins nothing, and lets a newcomer go on without it', async () => {
  await using server = await startServer();
  await using other = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(other.url, 'bob')];
  const address = await linkBy(bob);
  // Who is signed in here reads that it is good for nothing, and closes that.
  const page = alice.browser.openPage(address);
  await page.app.session.start();
  await until(() => page.app.invitation.invited.value);
  expect(page.app.invitation.invited.value?.inviter).toBeNull();
  page.app.invitation.dismissInvited();
  // Who is new reads it before any form, and registers without it.
  const browser = createBrowser(server.url);
  const { app } = browser.openPage(address);
  await app.session.start();
  expect([app.screen.phase.value, app.session.admission.value?.invite?.good]).toEqual([
    'welcome',
    false,
  ]);
  await app.session.withoutInvitation();
  expect(app.session.admission.value?.invite).toBeUndefined();
  await app.session.register(namesOf('carol'));
  await app.session.recovered();
  await until(() => app.isOnline.value);
  for (const each of [page.app, app]) {
    expect([each.people.friends.value, each.pins.pins.value, each.keys.links.value]).toEqual([
      [],
      {},
      {},
    ]);
  }
  for (const each of [alice, bob]) each.browser.close();
  browser.close();
});

test('a server that calls a link of another one good gets nothing for the keys that it names', async () => {
  await using server = await startServer();
  await using other = await startServer();
  const [mallory, bob] = [await newcomer(server.url, 'mallory'), await newcomer(other.url, 'bob')];
  const [theirs, own] = [await linkBy(bob), await linkBy(mallory)];
  const codeOf = (address: string) => /^\/i\/([\w-]+)/.exec(address)?.[1] ?? '';
  const browser = createBrowser(server.url);
  // It takes its own invitation in place of the other one.
  using _ = browser.lie(/^POST \/auth\/register$/, async ({ body }, answer) => {
    expect(body.invite).toBe(codeOf(theirs));
    const headers = { 'content-type': 'application/json' };
    const url = `${server.url}/api/v1/auth/register`;
    const invited = JSON.stringify({ ...body, invite: codeOf(own) });
    const real = await fetch(url, { method: 'POST', headers, body: invited });
    browser.takeCookie(real);
    return real.ok ? real : answer();
  });
  const { app } = browser.openPage(theirs);
  await app.session.register(namesOf('carol'));
  await app.session.recovered();
  await until(() => app.people.friendOf(mallory.id));
  await until(() => app.pins.pinOf(mallory.id));
  expect(app.pins.pinOf(mallory.id)).toMatchObject({
    key_id: bob.app.keys.ownKeyId(),
    how: 'first',
  });
  await tell(app, mallory.id, 'for bob alone');
  expect(app.pins.askedAbout.value).toBe(mallory.id);
  const sent = browser.asked.filter(({ method, path }) => `${method} ${path}` === 'POST /messages');
  expect(sent).toEqual([]);
  for (const each of [mallory, bob]) each.browser.close();
  browser.close();
});

test('a secret that does not fit is told to who made the link, and a press is the way on', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const address = await linkBy(alice);
  const bob = await newcomer(server.url, 'bob', `${address.slice(0, -22)}${'A'.repeat(22)}`);
  await until(() => alice.app.keys.mustDecide(bob.id));
  await tell(alice.app, bob.id, 'hello');
  expect(alice.app.pins.askedAbout.value).toBe(bob.id);
  // Bob reads that it is not confirmed yet, which is no alarm: what he sends is for the link's key.
  expect([bob.app.keys.isWaiting(alice.id), bob.app.keys.mustDecide(alice.id)]).toEqual([
    true,
    false,
  ]);
  await alice.app.actions.acceptKey(bob.id, bob.app.keys.ownKeyId());
  expect(alice.app.pins.pinOf(bob.id)?.how).toBe('accepted');
  await until(() => alice.app.windows.timelineOf(bob.id).items.some(({ id }) => id > 0));
  for (const each of [alice, bob]) each.browser.close();
});

const PAGE = 'the page that it opens';

test.each([PAGE, 'the list of friends'])(
  'where %s once names another maker of a link, nothing is sealed but for its key',
  async (what) => {
    await using server = await startServer();
    const [alice, mallory] = [
      await newcomer(server.url, 'alice'),
      await newcomer(server.url, 'mallory'),
    ];
    const browser = createBrowser(server.url);
    const isPage = what === PAGE;
    let times = 0;
    const at = isPage ? /^GET \/auth\/registration\?invite=/ : /^GET \/friends$/;
    using _ = browser.lie(at, async (_, answer) => {
      times += 1;
      const real = await answer();
      if (times > 1) return real;
      const text = (await real.text()).replace(`"id":${alice.id},`, `"id":${mallory.id},`);
      return Response.json(JSON.parse(text.replaceAll('"alice"', '"mallory"')));
    });
    const invented = newPair();
    using __ = browser.lie(/^GET \/encryption\/public-keys/, async (_, answer) => {
      const { data } = (await (await answer()).json()) as { data: object[] };
      const public_key = publicKeyOf(invented);
      return Response.json({ data: data.map((each) => ({ ...each, public_key })) });
    });
    const { app } = browser.openPage(await linkBy(alice));
    await app.session.start();
    expect(app.session.admission.value?.invite?.inviter?.id).toBe(isPage ? mallory.id : alice.id);
    await app.session.register(namesOf('carol'));
    // What the conversation is opened with is no friend of hers, and the server says so.
    await app.session.recovered().catch(() => {});
    await until(() => app.people.friendOf(alice.id));
    await until(() => app.pins.pinOf(alice.id));
    await tell(app, alice.id, 'for alice alone');
    expect(app.pins.askedAbout.value).toBe(alice.id);
    // Nor does whoever was called so in one answer have anything of it.
    expect(app.keys.mustDecide(mallory.id) || app.keys.isWaiting(mallory.id)).toBe(true);
    const sent = browser.asked.filter(
      ({ method, path }) => `${method} ${path}` === 'POST /messages',
    );
    expect(sent).toEqual([]);
    for (const each of [alice, mallory]) each.browser.close();
    browser.close();
  },
);

test('a link that was withdrawn meanwhile is that for its guest, and for its maker on another device', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const bob = await newcomer(server.url, 'bob');
  const invitation = await alice.app.people.invite();
  const link = alice.app.people.linkOf(invitation).replace('https://chat8.example', '');
  bob.browser.close();
  const followed = bob.browser.openPage(link);
  await followed.app.session.login('bob', passwordOf('bob'));
  await until(() => followed.app.invitation.invited.value?.inviter);
  await alice.app.people.revoke(invitation.code);
  expect(await followed.app.invitation.accept()).toBeNull();
  expect(followed.app.invitation.invited.value?.inviter).toBeNull();
  expect(followed.app.people.friendOf(alice.id)).toBeUndefined();
  // Her other device still shows it: there it is withdrawn by the same press.
  await alice.app.people.revoke(invitation.code);
  expect(await alice.app.people.invites()).toEqual([]);
  for (const each of [alice, bob]) each.browser.close();
});
