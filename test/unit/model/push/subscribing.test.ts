// This device's subscription: made when the person says so, and made again by itself when it was lost.
import { expect, test } from 'bun:test';
import { CODES } from '../../../../src/protocol/codes';
import type { Api } from '../../../../src/web/model/net/api';
import { ApiError } from '../../../../src/web/model/net/api-error';
import { isAnything } from '../../../../src/web/model/net/shape';
import type { PushSettings } from '../../../../src/web/model/push/push';
import { createPush } from '../../../../src/web/model/push/push';
import { createForgetPush } from '../../../../src/web/model/session/forgetting';
import { createLocalStore } from '../../../../src/web/model/store/local-store';
import { createLocks } from '../../../../src/web/model/store/locks';
import { fakeLocks } from '../../../support/fake-locks';
import { fakeClock, fakeTexts, settle } from '../../../support/fake-parts';
import { fakePush } from '../../../support/push/fake-push';

type Subscription = PushSettings['subscriptions'][number];

/** A server with one person's subscriptions. */
const fakeApi = () => {
  const state = {
    enabled: true,
    public_key: 'key one',
    own: null as (Subscription & { endpoint: string }) | null,
    dead: new Set<string>(),
    puts: [] as { endpoint: string; public_key: string; show: string }[],
  };
  const api = {
    get: async (): Promise<PushSettings> => ({
      enabled: state.enabled,
      why: state.enabled ? null : 'off',
      public_key: state.public_key,
      dnd_until: null,
      calls_only: false,
      subscriptions: state.own ? [state.own] : [],
    }),
    async ask(_: string, path: string, __: unknown, { body }: { body: never }) {
      if (path.endsWith('/test')) return { push_id: 'test one' };
      const draft = body as (typeof state.puts)[number] & Pick<Subscription, 'quiet'>;
      state.puts.push(draft);
      if (draft.public_key !== state.public_key || state.dead.has(draft.endpoint)) {
        throw new ApiError(409, CODES.otherPushKey.code);
      }
      state.own = {
        id: 7,
        device: 'Firefox',
        current: true,
        created_at: '2026-01-01T00:00:00.000Z',
        sent_at: null,
        shown_at: null,
        waiting: 0,
        state: 'good',
        why: null,
        show: draft.show as 'name',
        quiet: draft.quiet,
        endpoint: draft.endpoint,
      };
      return { renew_token: 'token' };
    },
    async remove() {
      state.own = null;
    },
    put: async () => {},
  };
  return Object.assign(state, { api: api as unknown as Api });
};

const open = () => {
  const server = fakeApi();
  const browser = fakePush();
  const clock = fakeClock();
  const localStore = createLocalStore(fakeTexts());
  const locks = createLocks(fakeLocks());
  const begin = () =>
    createPush({
      api: server.api,
      clock,
      push: browser.platform,
      localStore,
      locks,
      language: () => 'en',
      userId: () => 1,
    });
  const forget = createForgetPush({ push: browser.platform, localStore, userId: () => 1 });
  return { server, browser, clock, begin, forget, push: begin() };
};

test('nobody is asked before a press; a yes subscribes, and the worker learns for whom', async () => {
  const { server, browser, push } = open();
  await push.start();
  expect([browser.permission, browser.subscribed, push.isAsked.value]).toEqual([
    'default',
    0,
    false,
  ]);
  await push.enable('text');
  expect([browser.subscribed, push.own()?.show, push.trouble.value]).toEqual([1, 'text', null]);
  expect(browser.values.get('signedIn')).toEqual({ user_id: 1, lang: 'en', show: 'text' });
  expect(browser.values.get('renew_token')).toBe('token');
  // What is changed keeps the subscription.
  await push.change({ quiet: { from: '22:00', to: '07:00', zone: 'Europe/Berlin' } });
  expect(server.puts.map(({ endpoint, show }) => [endpoint, show])).toEqual([
    ['https://push.example/1', 'text'],
    ['https://push.example/1', 'text'],
  ]);
});

test('the beginning and the end of the quiet hours are both kept, however fast they are chosen', async () => {
  const { push } = open();
  await push.enable('name');
  await push.changeQuiet({ from: '21:00' });
  expect(push.own()?.quiet).toBeNull();
  const zone = 'Europe/Berlin';
  await push.change({ quiet: { from: '22:00', to: '07:00', zone } });
  await Promise.all([push.changeQuiet({ from: '21:00' }), push.changeQuiet({ to: '08:00' })]);
  expect(push.own()?.quiet).toEqual({ from: '21:00', to: '08:00', zone });
});

test('of two answers about the devices the one that was asked for last is shown', async () => {
  const { server, push } = open();
  const { get } = server.api;
  const answers: (() => void)[] = [];
  Object.assign(server.api, {
    async get() {
      const found = await get('', isAnything);
      await new Promise<void>((resolve) => void answers.push(resolve));
      return found;
    },
  });
  const first = push.load();
  await settle();
  server.public_key = 'key two';
  const second = push.load();
  await settle();
  answers[1]?.();
  await second;
  answers[0]?.();
  expect(await first).toMatchObject({ public_key: 'key two' });
  expect(push.settings.value?.public_key).toBe('key two');
});

test('two tabs that hear at once of a dead subscription make one new one', async () => {
  const { server, browser, begin, push } = open();
  await push.enable('name');
  server.dead.add('https://push.example/1');
  if (server.own) server.own.state = 'gone';
  const other = begin();
  await Promise.all([push.start(), push.start(), other.start()]);
  expect([browser.subscribed, server.own?.endpoint]).toEqual([2, 'https://push.example/2']);
});

test('a no of the person, and of the browser, is said with the way out', async () => {
  const { browser, clock, push } = open();
  browser.answer = 'denied';
  await push.enable('name');
  expect(push.trouble.value).toBe('denied');
  browser.answer = 'granted';
  browser.fails = new DOMException('no service', 'AbortError');
  await push.enable('name');
  expect(push.trouble.value).toBe('noService');
  browser.fails = new DOMException('blocked', 'NotAllowedError');
  await push.enable('name');
  expect(push.trouble.value).toBe('denied');
  // Chromium without a push service never answers.
  browser.fails = 'never';
  const enabling = push.enable('name');
  await settle();
  await clock.pass(15_000);
  await enabling;
  expect(push.trouble.value).toBe('noService');
  browser.fails = null;
  await push.enable('name');
  expect([push.trouble.value, push.own()?.id]).toEqual([null, 7]);
});

test('a restored server is subscribed to anew by itself, and so is one that lost the subscription', async () => {
  const { server, browser, push, begin } = open();
  await push.enable('name');
  server.public_key = 'key two';
  server.own = null;
  await begin().start();
  expect(browser.subscribed).toBe(2);
  expect(browser.current?.public_key).toBe('key two');
  // The same endpoint is good; only the server forgot it.
  server.own = null;
  await begin().start();
  expect([browser.subscribed, server.puts.at(-1)?.endpoint]).toEqual([2, 'https://push.example/2']);
  // The service ended it: the browser does not know, the server does.
  server.own = null;
  server.dead.add('https://push.example/2');
  await begin().start();
  expect([browser.subscribed, server.puts.at(-1)?.endpoint]).toEqual([3, 'https://push.example/3']);
  const puts = server.puts.length;
  await begin().start();
  expect(server.puts).toHaveLength(puts);
});

test('permission taken back, and push turned off, are noticed at the next start', async () => {
  const { server, browser, push, begin } = open();
  await push.enable('name');
  browser.permission = 'denied';
  const next = begin();
  await next.start();
  expect(next.trouble.value).toBe('denied');
  browser.permission = 'granted';
  server.enabled = false;
  server.own = null;
  await begin().start();
  expect(browser.subscribed).toBe(1);
});

test('a test says whether the device showed it', async () => {
  const { clock, push } = open();
  await push.enable('name');
  const first = push.test(7);
  await settle();
  push.heard('test one');
  expect(await first).toBe(true);
  const again = open();
  await again.push.enable('name');
  const late = again.push.test(7);
  await settle();
  await again.clock.pass(20_000);
  expect(await late).toBe(false);
  await clock.pass(0);
});

test('signing out leaves no subscription, notification, badge or word of this person', async () => {
  const { browser, push, begin, forget } = open();
  await push.enable('name');
  browser.tags = ['message 1 2'];
  browser.badge = 4;
  await forget();
  expect([browser.current, browser.tags, browser.badge, browser.values.size]).toEqual([
    null,
    [],
    0,
    0,
  ]);
  await begin().start();
  expect(browser.subscribed).toBe(1);
});
