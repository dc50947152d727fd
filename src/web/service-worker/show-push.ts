// Shows a notification for every push, whatever it is and whatever fails: a browser ends a subscription
// that stays silent. Then the badge, then the receipt.
import { callWordsOf, PUSH_WORDS } from '../../protocol/push-words';
import type { Notified, PushMemory, PushReceipt } from '../model/store/push-memory';
import type { NotificationLock } from './notification-lock';
import type { Pushed } from './payload';
import { readPush } from './payload';
import type { Inside } from './reading';
import type { NotificationAction, PushRegistration } from './scope';

/** What a notification carries for the press on it. */
export interface NotificationData {
  id: string;
  path: string;
  /** Unread messages of the conversation, if it tells of messages. */
  count: number;
  /** When it was shown. */
  at_ms: number;
}

interface Needs {
  registration: PushRegistration;
  memory: PushMemory;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  setBadge(count: number): Promise<void>;
  now(): number;
  after(ms: number, act: () => void): void;
  /** Shared with the pages, which close what was read. */
  alone: NotificationLock;
  lang: 'zh' | 'en';
  /** What this device knows of it: the friend's name, and the opened text. */
  read(pushed: Pushed, signedIn: Notified): Promise<Inside>;
}

interface Said {
  title: string;
  body: string;
}

const BRAND = 'Chat8';

/** Names are only what this device holds; of the server's words none stand under them. */
const say = (pushed: Pushed, inside: Inside, { lang, show }: Notified): Said => {
  const words = PUSH_WORDS[lang];
  if (pushed.kind === 'test') return { title: BRAND, body: words.test };
  const title = show === 'nothing' ? BRAND : (inside.name ?? BRAND);
  if (pushed.kind === 'call') return { title, body: callWordsOf(words, pushed.body) };
  if (pushed.kind === 'over') return { title, body: words.over };
  if (show === 'nothing' || inside.isLocked) return { title, body: words.something };
  if (show === 'text' && inside.text) return { title, body: inside.text };
  return { title, body: words.messages(pushed.count) };
};

const RECEIPTS = '/api/v1/push/receipt';

/** A database that another tab holds answers never: what has to be shown does not wait for it. */
const look_within_ms = 2_000;

const createLook =
  ({ after }: Pick<Needs, 'after'>) =>
  <Value>(looking: Promise<Value>, otherwise: Value): Promise<Value> => {
    const { promise: late, resolve } = Promise.withResolvers<Value>();
    after(look_within_ms, () => resolve(otherwise));
    return Promise.race([looking.catch(() => otherwise), late]);
  };

type Look = ReturnType<typeof createLook>;

const createPushReceipts = ({ memory, fetch }: Pick<Needs, 'memory' | 'fetch'>, look: Look) => {
  const post = (receipt: PushReceipt): Promise<Response> =>
    fetch(RECEIPTS, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(receipt),
      keepalive: true,
    });
  /** Whatever waits, too; what does not get through waits for the next push. */
  const flush = async (): Promise<void> => {
    for (const [key, receipt] of await memory.receipts()) {
      if ((await post(receipt)).status >= 500) return;
      await memory.removeReceipt(key);
    }
  };
  const keep = (receipt: PushReceipt): Promise<boolean> =>
    look(
      memory.addReceipt(receipt).then(() => true),
      false,
    );
  return {
    async send(receipt: PushReceipt): Promise<void> {
      // If there is no place where it could wait, it goes now or never.
      if (receipt.id === '' || (await keep(receipt))) return flush();
      await post(receipt);
    },
  };
};

/** If this conversation has all that is unread, the others were read elsewhere. */
const closeRead = async (
  registration: PushRegistration,
  { kind, badge, count, tag }: Pushed,
): Promise<void> => {
  if (kind !== 'message' || badge === null || badge > count) return;
  for (const each of await registration.getNotifications()) {
    const { count: shown = 0 } = (each.data ?? {}) as Partial<NotificationData>;
    if (shown > 0 && each.tag !== tag) each.close();
  }
};

/** One after the other, unless one hangs: a later push stands for what an earlier one told. */
const createTurns = (look: Look) => {
  let last: Promise<void> = Promise.resolve();
  return (act: () => Promise<void>): Promise<void> => {
    const acting = last.then(act);
    last = look(acting, undefined);
    return acting;
  };
};

const createShowing =
  ({ registration, alone }: Needs): PushRegistration['showNotification'] =>
  (title, options) =>
    alone(() => registration.showNotification(title, options));

export const createShowPush = (needs: Needs) => {
  const { registration, memory, read, setBadge, now, alone } = needs;
  const look = createLook(needs);
  const receipts = createPushReceipts(needs, look);
  const showNotification = createShowing(needs);

  const show = async (pushed: Pushed | null): Promise<void> => {
    const signedIn = await look(memory.get('signedIn'), undefined);
    const isMine = pushed !== null && signedIn?.user_id === pushed.to;
    const plain = { title: BRAND, body: PUSH_WORDS[signedIn?.lang ?? needs.lang].something };
    if (!isMine) {
      // Another person's, or nobody's: that something came is all that may be said.
      await showNotification(plain.title, {
        body: plain.body,
        tag: pushed?.tag ?? 'unknown',
        data: { id: pushed?.id ?? '', path: '/', count: 0, at_ms: now() },
      });
      return;
    }
    const inside = await look<Inside>(read(pushed, signedIn), {});
    const { title, body } = say(pushed, inside, signedIn);
    const { tag, friend_id, isSilent, kind, id, count } = pushed;
    const path = friend_id === 0 ? '/' : `/#/c/${friend_id}`;
    const ofMessages = kind === 'message' ? count : 0;
    const data: NotificationData = { id, path, count: ofMessages, at_ms: now() };
    const decline: NotificationAction = {
      action: 'decline',
      title: PUSH_WORDS[signedIn.lang].decline,
    };
    await showNotification(title, {
      body,
      tag,
      data,
      silent: isSilent,
      renotify: !isSilent,
      requireInteraction: kind === 'call',
      ...(kind === 'call' ? { actions: [decline] } : {}),
    });
    await look(memory.put('target', { path, at_ms: now() }), undefined);
  };

  const showAndClose = async (pushed: Pushed | null): Promise<void> => {
    await show(pushed).catch(() =>
      showNotification(BRAND, {
        body: PUSH_WORDS[needs.lang].something,
        tag: 'unknown',
      }),
    );
    if (pushed !== null) await alone(() => closeRead(registration, pushed)).catch(() => {});
  };
  const inTurn = createTurns(look);

  return {
    async pushed(raw: string | undefined): Promise<void> {
      const pushed = readPush(raw);
      await inTurn(() => showAndClose(pushed));
      if (pushed === null) return;
      if (pushed.badge !== null) await setBadge(pushed.badge).catch(() => {});
      await receipts.send({ id: pushed.id, shown: true }).catch(() => {});
    },
    /** Where to go, null if nothing is to be opened; a window opens only right after the press. */
    pressed(data: unknown, action: string): { path: string | null; confirmed: Promise<void> } {
      const { id = '', path = '/' } = (data ?? {}) as Partial<NotificationData>;
      const isDeclined = action === 'decline';
      const receipt = isDeclined ? { id, declined: true as const } : { id, clicked: true as const };
      const confirmed = receipts.send(receipt).catch(() => {});
      return { path: isDeclined ? null : path, confirmed };
    },
  };
};
