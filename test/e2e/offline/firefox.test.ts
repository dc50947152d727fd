// Firefox, subscribed at a push service of the tests: what the executable sends is received, opened,
// shown and confirmed there; and a subscription that died, by whatever, is made again.
import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seal } from '../../../src/push/seal';
import { isAvailable } from '../../support/available';
import { launchExecutable, runExecutable } from '../../support/executable';
import { CONTACT } from '../../support/network/push-service';
import type { Person } from '../../support/person';
import { befriend, connect, login, register } from '../../support/person';
import { NOT_OPENED, startAutopush } from '../../support/push/autopush';
import { openFirefox } from '../../support/push/firefox';
import { onScreen } from '../../support/push/firefox-page';
import { eventually } from '../../support/timing';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));

/** Alice's subscriptions, as she is told of them. */
const subscriptions = async (alice: Person): Promise<{ id: number; shown_at: string | null }[]> =>
  (await alice.get('/push')).body.data.subscriptions;

const open = async () => {
  await using opening = new AsyncDisposableStack();
  const home = mkdtempSync(join(tmpdir(), 'chat8-push-'));
  opening.defer(() => rmSync(home, { recursive: true, force: true }));
  const service = opening.use(startAutopush());
  const env: Record<string, string> = {
    CHAT8_PUSH_SERVICES: service.origin,
    CHAT8_PUSH_CONTACT: CONTACT,
  };
  let server = launchExecutable({ env, dir: join(home, 'first') });
  opening.defer(() => server[Symbol.asyncDispose]());
  const [url, firefox] = await Promise.all([server.listening, openFirefox(service.socketUrl)]);
  opening.use(firefox);
  const alice = await register(url, 'alice');
  const bob = await register(url, 'bob');
  await befriend(bob, alice);
  const opened = opening.move();
  return {
    service,
    firefox,
    screen: onScreen(firefox),
    url,
    alice,
    bob,
    /** Once the newest notification says it. */
    async shows(title: string, text: string): Promise<void> {
      const newest = async () => (await firefox.alerts()).at(-1);
      const isIt = async () => (await newest())?.text === text;
      await eventually(isIt).catch(() => {});
      expect(await newest()).toEqual({ title, text });
    },
    /** The same server, from its backup, at the same address. */
    async restore(): Promise<void> {
      const file = join(home, 'backup');
      const made = await runExecutable({ args: ['backup', file, '--data-dir', server.data] });
      expect(made.code).toBe(0);
      await server.stop();
      const dir = join(home, 'second');
      const data = join(dir, 'data');
      const restored = await runExecutable({ args: ['restore', file, '--data-dir', data] });
      expect(restored.code).toBe(0);
      server = launchExecutable({ env: { ...env, CHAT8_PORT: new URL(url).port }, dir });
      await server.listening;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

type Scene = Awaited<ReturnType<typeof open>>;

/** A person turns notifications on, with name and text. */
const turnOn = async ({ screen, url, alice }: Scene) => {
  await screen.signIn(url, 'alice', alice.password);
  await screen.enter();
  await screen.sees('bob');
  await screen.press('Settings');
  await screen.press('Notifications');
  await screen.press('Turn on notifications');
  await screen.sees('Notifications arrive here');
  await screen.press('Name and text');
  await screen.sees('Also the text');
};

/** What a push may hold, and whether the browser opens it. */
const kindsOf = (to: number, friend_id: number): string[] => {
  const about = (kind: string, more: object = {}) =>
    JSON.stringify({
      web_push: 8030,
      app_badge: 1,
      notification: { title: 'x', body: 'y', tag: `${kind} ${to}`, navigate: '/' },
      chat8: { v: 1, kind, to, id: '', friend_id, count: 1, ...more },
    });
  return [
    about('message'),
    about('message', { content: 'c8e1.garbage.garbage' }),
    about('message', { to: 99 }),
    about('message', { count: -1, friend_id: 'bob' }),
    about('call', { call_id: 'x' }),
    about('over', { call_id: 'x' }),
    about('test'),
    about('party', { v: 9 }),
    'garbage',
    'null',
    '{}',
    '[]',
    '{"chat8":null,"notification":7}',
    `{"chat8":"${'x'.repeat(1_500)}"}`,
    '\u0000\uFFFF',
  ];
};

test.skipIf(!isAvailable('firefox-esr'))(
  'Firefox shows and confirms what is pushed, is subscribed again whatever ended it, and survives twenty pushes of every kind',
  async () => {
    await using scene = await open();
    const { service, firefox, screen, url, alice, bob, shows } = scene;
    await turnOn(scene);

    // Nobody looks: the page is closed. Bob never had a key, so what he says in the clear is told.
    await firefox.closePage();
    await bob.says(alice, 'tea?');
    await shows('bob', 'tea?');
    await eventually(async () => (await subscriptions(alice))[0]?.shown_at !== null);
    await firefox.pressAlert();
    await eventually(() => firefox.take(`${url}/#/c/${bob.id}`));
    await screen.until(`document.querySelector('.composer') !== null`);
    await screen.sees('tea?');

    // A call rings where nobody looks; the press leads to it.
    await firefox.closePage();
    using line = await connect(url, bob.id, bob.token);
    line.send({ type: 'voice_call_invite', id: 'ring', data: { user_id: alice.id } });
    await shows('bob', 'Voice call');
    await firefox.pressAlert();
    await eventually(() => firefox.take(`${url}/#/c/${bob.id}`));
    await screen.press('Decline');
    expect((await line.event('call_ended')).data.reason).toBe('rejected');
    await screen.sees('you declined');

    // The service ended the subscription; only the server learns it, and the page makes another.
    const [first] = await subscriptions(alice);
    service.end(service.endpoints().at(-1) ?? '');
    await alice.post(`/push/subscription/${first?.id}/test`);
    await eventually(() => service.endpoints().length === 2);
    await eventually(async () => (await subscriptions(alice)).some(({ id }) => id !== first?.id));
    await firefox.closePage();
    await bob.says(alice, 'are you there?');
    await shows('bob', 'are you there?');

    // A restored server has another key, and takes nobody's word of before.
    await scene.restore();
    await screen.signIn(url, 'alice', alice.password);
    await eventually(() => service.endpoints().length === 3);
    const again = await login(url, 'alice', alice.password);
    await eventually(async () => (await subscriptions(again)).length === 1);

    // Twenty of every kind, while nobody looks: it would end after sixteen silent ones.
    const { endpoint, keys } = JSON.parse(
      String(
        await firefox.run(`navigator.serviceWorker.ready
          .then(({ pushManager }) => pushManager.getSubscription()).then(JSON.stringify)`),
      ),
    );
    expect(endpoint).toBe(service.endpoints().at(-1));
    await firefox.closePage();
    const [before, acked] = [await firefox.shownCount(), service.acks.size];
    const receiver = { p256dh: bytes(keys.p256dh), auth: bytes(keys.auth) };
    const other = { ...receiver, auth: new Uint8Array(16) };
    const post = async (body: Uint8Array<ArrayBuffer> | null) =>
      expect((await fetch(endpoint, { method: 'POST', body })).status).toBe(201);
    const kinds = kindsOf(again.id, bob.id);
    for (const text of kinds) await post(await seal(Buffer.from(text), 2_048, receiver));
    for (const empty of [null, null, null]) await post(empty);
    const shown = kinds.length + 3;
    // Sealed for another: it never reaches the worker.
    for (let count = 0; count < 2; count += 1) {
      await post(await seal(Buffer.from('x'), 1_024, other));
    }
    expect(shown + 2).toBe(20);
    await eventually(async () => (await firefox.shownCount()) === before + shown);
    await eventually(() => service.acks.size === acked + 20);
    const codes = [...service.acks.values()].slice(acked);
    expect(codes.filter((code) => code === NOT_OPENED)).toHaveLength(2);
    const [alive] = await subscriptions(again);
    await again.post(`/push/subscription/${alive?.id}/test`);
    await shows('Chat8', 'A test: this device receives notifications');
    expect(service.endpoints()).toHaveLength(3);
  },
  300_000,
);
