// For every push something is shown, the badge is set and the server is told; names and texts are only
// what this device holds.
import { expect, test } from 'bun:test';
import type { Notified, PushMemory, PushReceipt } from '../../../src/web/model/store/push-memory';
import type { Pushed } from '../../../src/web/service-worker/payload';
import type { Inside } from '../../../src/web/service-worker/reading';
import type { NotificationShown } from '../../../src/web/service-worker/scope';
import { createShowPush } from '../../../src/web/service-worker/show-push';
import { settle } from '../../support/fake-parts';

const ALICE: Notified = { user_id: 1, lang: 'en', show: 'text' };

const fakeMemory = (signedIn: Notified | undefined) => {
  const receipts = new Map<number, PushReceipt>();
  const values = new Map<string, unknown>([['signedIn', signedIn]]);
  let order = 0;
  const memory: PushMemory = {
    get: async (name) => values.get(name) as never,
    put: async (name, value) => void values.set(name, value),
    remove: async (name) => void values.delete(name),
    async addReceipt(receipt) {
      order += 1;
      receipts.set(order, receipt);
    },
    receipts: async () => [...receipts],
    removeReceipt: async (key) => void receipts.delete(key),
    clear: async () => {},
  };
  return { memory, values };
};

const open = (signedIn: Notified | undefined = ALICE, inside: Inside | 'fails' | 'hangs' = {}) => {
  const shown: { title: string; options: NotificationShown }[] = [];
  const sent: PushReceipt[] = [];
  const closed: string[] = [];
  const timers: (() => void)[] = [];
  const state = {
    ...{ badge: -1, status: 200, isBroken: false, isAlone: false },
    onShow: async (_: string) => {},
    onLook: () => {},
  };
  const { memory, values } = fakeMemory(signedIn);
  const notifications = createShowPush({
    memory,
    now: () => 1_000,
    after: (_, act) => void timers.push(act),
    alone(act) {
      state.isAlone = true;
      return act().finally(() => (state.isAlone = false));
    },
    lang: 'zh',
    registration: {
      pushManager: { subscribe: () => Promise.reject(new Error('not now')) },
      async showNotification(title, options) {
        if (state.isBroken && options.tag !== 'unknown') throw new TypeError('options');
        expect(state.isAlone).toBe(true);
        await state.onShow(options.tag ?? '');
        shown.push({ title, options });
      },
      async getNotifications() {
        expect(state.isAlone).toBe(true);
        state.onLook();
        return shown.map(({ options: { tag = '', data } }) => ({
          tag,
          data,
          close: () => void closed.push(tag),
        })) as unknown as Notification[];
      },
    },
    async fetch(_, init) {
      if (state.status === 0) throw new TypeError('no network');
      sent.push(JSON.parse(String(init?.body)) as PushReceipt);
      return new Response('', { status: state.status });
    },
    async setBadge(count) {
      state.badge = count;
    },
    async read() {
      if (inside === 'fails') throw new Error('no store');
      if (inside === 'hangs') return new Promise<never>(() => {});
      return inside;
    },
  });
  const said = () => shown.map(({ title, options }) => `${title}: ${options.body}`);
  /** So long as nothing answers. */
  const passTime = (): void => {
    for (const act of timers.splice(0)) act();
  };
  return { notifications, shown, said, sent, closed, state, values, memory, passTime };
};

const push = (chat8: Partial<Pushed> & object = {}, more: object = {}) =>
  JSON.stringify({
    web_push: 8030,
    app_badge: 3,
    notification: { title: 'mallory', body: 'server says', tag: 'message 1 2', navigate: '' },
    chat8: { v: 1, kind: 'message', to: 1, id: 'push-1', friend_id: 2, count: 1, ...chat8 },
    ...more,
  });

test('whatever comes, something is shown: garbage, nothing, another build’s, a broken browser', async () => {
  const { notifications, said, state } = open();
  const odd = [undefined, '', 'x', 'null', '[]', '{"chat8":7}', push({ kind: 'party' as never })];
  for (const raw of odd) await notifications.pushed(raw);
  expect(said()).toEqual(odd.map(() => 'Chat8: You have new messages'));
  state.isBroken = true;
  await notifications.pushed(push());
  // In the language of the browser: nothing else is known then.
  expect(said().at(-1)).toBe('Chat8: 你有新消息');
});

test('a database that another tab holds answers never: something is shown, and confirmed, all the same', async () => {
  for (const held of ['get', 'put', 'addReceipt', 'receipts'] as const) {
    const { notifications, said, sent, state, memory, passTime } = open(ALICE, { name: 'bob' });
    memory[held] = () => new Promise<never>(() => {});
    const shown = notifications.pushed(push());
    for (let look = 0; look < 5; look += 1) {
      await settle();
      passTime();
    }
    // The worker may live until the last confirmation that waited is out.
    if (held !== 'receipts') await shown;
    const expected = held === 'get' ? 'Chat8: 你有新消息' : 'bob: New message';
    expect([held, said(), state.badge]).toEqual([held, [expected], 3]);
    if (held !== 'receipts') expect(sent).toEqual([{ id: 'push-1', shown: true }]);
  }
  const { notifications, said, passTime } = open(ALICE, 'hangs');
  const shown = notifications.pushed(push());
  await settle();
  passTime();
  await shown;
  expect(said()).toEqual(['Chat8: New message']);
});

test('the name and the text are what this device holds, and never what the push calls them', async () => {
  const whole = { name: 'bob', text: 'tea at five?' };
  for (const [signedIn, inside, expected] of [
    [ALICE, whole, 'bob: tea at five?'],
    [{ ...ALICE, show: 'name' }, whole, 'bob: New message'],
    [{ ...ALICE, show: 'nothing' }, whole, 'Chat8: You have new messages'],
    [ALICE, { name: 'bob' }, 'bob: New message'],
    [ALICE, {}, 'Chat8: New message'],
    [ALICE, 'fails', 'Chat8: New message'],
    [{ ...ALICE, lang: 'zh' }, {}, 'Chat8: 新消息'],
    // A shared device shows nobody else's name.
    [{ ...ALICE, user_id: 9 }, whole, 'Chat8: You have new messages'],
  ] as const) {
    const { notifications, said } = open(signedIn, inside);
    await notifications.pushed(push());
    expect(said()).toEqual([expected]);
  }
  const nobody = open(undefined, whole);
  nobody.values.delete('signedIn');
  await nobody.notifications.pushed(push());
  expect(nobody.said()).toEqual(['Chat8: 你有新消息']);
  const many = open({ ...ALICE, show: 'name' }, whole);
  await many.notifications.pushed(push({ count: 4 }));
  expect(many.said()).toEqual(['bob: 4 new messages']);
});

test('no words of the server’s own stand under a friend’s name when somebody calls', async () => {
  const call = (body: string) =>
    push({ kind: 'call' }, { notification: { body, tag: 'call 1 x' } });
  const { notifications, said } = open(ALICE, { name: 'bob' });
  for (const body of ['Voice call', 'Video call', 'send me the money', '']) {
    await notifications.pushed(call(body));
  }
  expect(said()).toEqual([
    'bob: Voice call',
    'bob: Video call',
    'bob: Incoming call',
    'bob: Incoming call',
  ]);
});

test('a receipt that does not get through waits for the next push, and goes once', async () => {
  const { notifications, sent, state } = open();
  state.status = 0;
  await notifications.pushed(push());
  expect([sent, state.badge]).toEqual([[], 3]);
  state.status = 503;
  await notifications.pushed(push({ id: 'push-2' }));
  sent.length = 0;
  state.status = 200;
  await notifications.pushed(push({ id: 'push-3' }));
  expect(sent).toEqual([
    { id: 'push-1', shown: true },
    { id: 'push-2', shown: true },
    { id: 'push-3', shown: true },
  ]);
});

test('what was read elsewhere is closed by the next push that shows it', async () => {
  const { notifications, closed } = open();
  const about = (friend_id: number, count: number, app_badge: number) =>
    push(
      { friend_id, count },
      { app_badge, notification: { body: '', tag: `message 1 ${friend_id}` } },
    );
  await notifications.pushed(about(2, 1, 1));
  await notifications.pushed(about(3, 1, 2));
  expect(closed).toEqual([]);
  // All that is unread is carol's: bob's was read.
  await notifications.pushed(about(3, 2, 2));
  expect(closed).toEqual(['message 1 2']);
});

test('a press opens the conversation, a call is declined where it rings, and both are confirmed', async () => {
  const { notifications, shown, sent } = open(ALICE, { name: 'bob' });
  await notifications.pushed(push({ kind: 'call', count: 0 }));
  const [{ options } = { options: {} as NotificationShown }] = shown;
  expect(options.actions).toEqual([{ action: 'decline', title: 'Decline' }]);
  expect(options.requireInteraction).toBe(true);
  const declined = notifications.pressed(options.data, 'decline');
  await declined.confirmed;
  expect([declined.path, sent.at(-1)]).toEqual([null, { id: 'push-1', declined: true }]);
  const pressed = notifications.pressed(options.data, '');
  await pressed.confirmed;
  expect([pressed.path, sent.at(-1)]).toEqual(['/#/c/2', { id: 'push-1', clicked: true }]);
  expect(notifications.pressed(undefined, '').path).toBe('/');
  await notifications.pushed(
    push({ kind: 'over' }, { notification: { tag: 'call 1 x', silent: true } }),
  );
  expect([shown.at(-1)?.options.body, shown.at(-1)?.options.silent]).toEqual([
    'The call is over',
    true,
  ]);
});

test('several that come at once are shown one after the other, and one that hangs holds up none', async () => {
  const { notifications, shown, state, passTime } = open(ALICE, { name: 'bob' });
  const happened: string[] = [];
  state.onShow = async (tag) => {
    happened.push(`show ${tag}`);
    await settle();
    happened.push(`shown ${tag}`);
  };
  state.onLook = () => void happened.push('look');
  const of = (tag: string) =>
    push({ count: 3 }, { notification: { title: '', body: '', tag, navigate: '' } });
  await Promise.all([notifications.pushed(of('a')), notifications.pushed(of('b'))]);
  expect(happened).toEqual(['show a', 'shown a', 'look', 'show b', 'shown b', 'look']);
  state.onShow = (tag) => (tag === 'hangs' ? new Promise(() => {}) : Promise.resolve());
  void notifications.pushed(of('hangs'));
  const next = notifications.pushed(of('next'));
  await settle();
  passTime();
  await next;
  expect(shown.map(({ options }) => options.tag)).toEqual(['a', 'b', 'next']);
});
