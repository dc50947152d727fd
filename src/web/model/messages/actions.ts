// The actions of a user in a conversation.
import { CODES } from '../../../protocol/codes';
import type { Album, Body } from '../../crypto/body';
import type { Engine } from '../../crypto/engine';
import { newMid } from '../../crypto/mid';
import type { Keys } from '../keys/keys';
import type { Pins } from '../keys/pins';
import type { Api } from '../net/api';
import { ApiError, isPassing } from '../net/api-error';
import type { Clock } from '../platform';
import type { Screen } from '../ui/screen';
import type { ChangeQueue } from './change-queue';
import type { Drafts } from './drafts';
import type { Lifetimes } from './expiring/lifetimes';
import { createForwarding } from './forwarding';
import type { Item } from './item';
import { keyOf } from './item';
import type { Outbox } from './outbox/outbox';
import type { ChosenFile, Outgoing } from './outbox/outgoing';
import { messageTypeOf } from './outbox/outgoing';
import type { OwnEdits } from './own-edits';
import type { Arrangements } from './own-view/arrangements';
import { createClearing } from './own-view/clearing';
import type { MessageReceipts } from './receipts';
import type { MessageTable } from './table';
import type { Typing } from './typing';
import type { Fresh } from './undo/fresh';
import type { Uploads } from './uploads';
import type { HistoryPages } from './window/pages';
import type { UnreadLine } from './window/unread-line';
import type { Windows } from './window/window';

interface Needs {
  api: Api;
  arrangements: Pick<Arrangements, 'unmark'>;
  changes: ChangeQueue;
  ownEdits: Omit<OwnEdits, 'markLater' | 'removeNow'>;
  clock: Clock;
  drafts: Drafts;
  engine: Engine;
  fresh: Fresh;
  keys: Keys;
  lifetimes: Lifetimes;
  outbox: Outbox;
  pages: HistoryPages;
  pins: Pins;
  receipts: MessageReceipts;
  screen: Screen;
  table: MessageTable;
  typing: Typing;
  uploads: Uploads;
  userId: () => number;
  unreadLine: UnreadLine;
  windows: Windows;
}

/** A file with its caption. */
interface Choice extends ChosenFile {
  text?: string;
  reply_to?: number | null;
  album?: Album | undefined;
  /** It was prepared after the press: by now its person may be reading elsewhere. */
  wasPrepared?: boolean;
}

const createNavigation = (needs: Needs) => {
  const { arrangements, changes, pages, screen, windows, keys, receipts } = needs;
  const loadEnd = async (friend_id: number): Promise<void> => {
    const window = windows.windowOf(friend_id);
    if (window === undefined || window.next_after !== null) await pages.loadNewest(friend_id);
  };
  /** Goes to the newest message, also from far back. */
  const toEnd = async (friend_id: number): Promise<void> => {
    const isWanted = pages.go(friend_id);
    await loadEnd(friend_id);
    if (isWanted()) screen.goTo(friend_id, 'end');
  };
  /** False if somebody has gone elsewhere in it before it was there. */
  const toMessage = async (friend_id: number, id: number): Promise<boolean> => {
    const isWanted = pages.go(friend_id);
    const isHere = () => windows.windowOf(friend_id)?.refs.some((ref) => ref.id === id);
    try {
      if (!isHere()) await pages.loadAround(friend_id, id, { isWanted });
      if (isWanted() && !isHere()) throw new ApiError(404, CODES.noSuchMessage.code);
    } catch (error) {
      if (isWanted()) throw error;
    }
    if (!isWanted()) return false;
    screen.goTo(friend_id, id);
    return true;
  };
  return {
    loadEnd,
    toEnd,
    toMessage,
    /** Gives since when the conversation is kept (ms), if without the server the day is not. */
    async toDay(friend_id: number, day_ms: number): Promise<number | null> {
      const { id, kept_since_ms } = await pages.firstSince(friend_id, day_ms);
      if (id !== null) await toMessage(friend_id, id);
      return kept_since_ms;
    },
    async openConversation(friend_id: number): Promise<void> {
      screen.openConversation(friend_id);
      pages.go(friend_id);
      arrangements.unmark(friend_id);
      receipts.recall(friend_id);
      await pages.comeBack(friend_id);
      void changes.openAgain(friend_id);
      // Without a connection it is made up for with the next one.
      await keys.meet(friend_id).catch((error) => {
        if (!isPassing(error)) throw error;
      });
    },
  };
};

const createSending = (needs: Needs, loadEnd: (friend_id: number) => Promise<void>) => {
  const { ownEdits, clock, drafts, fresh, outbox } = needs;
  const { pages, screen, table, typing, unreadLine, windows } = needs;
  const send = async (outgoing: Outgoing, draft?: string, goesToEnd = true) => {
    const { receiver_id } = outgoing;
    const isWanted = goesToEnd ? pages.go(receiver_id) : () => false;
    const window = windows.windowOf(receiver_id);
    const sending = outbox.send(outgoing, draft);
    // Immediately, because what is typed next is another draft.
    if (draft !== undefined) drafts.sent(draft);
    const result = await sending.finally(async () => {
      if (draft !== undefined) await drafts.keepTyped(draft);
    });
    // It is saved: its writer hears the rest, and showing the end can wait for a connection.
    result.sent.catch(() => {});
    if (goesToEnd && window?.next_after !== null) await loadEnd(receiver_id).catch(() => {});
    unreadLine.wrote(receiver_id);
    if (isWanted()) screen.goTo(receiver_id, 'end');
    return result;
  };
  const at = () => new Date(clock.now()).toISOString();
  /** Sealed with the message: when it was written, what it answers to, and how long it stays. */
  const signed = (receiver_id: number, reply_to: number | null): Omit<Body, 'text' | 'file'> => {
    const expires_in = needs.lifetimes.of(receiver_id);
    const answered = reply_to === null ? undefined : table.entryById(reply_to)?.item;
    const reply_mid =
      answered?.isSealed && answered.trouble === null ? { reply_mid: answered.client_id } : {};
    return {
      at: clock.now(),
      ...(reply_to ? { reply_to, ...reply_mid } : {}),
      ...(expires_in ? { expires_in } : {}),
    };
  };
  return {
    /**
     * `draft` is what it was typed as. Gives false if the browser can not keep the text over a
     * reload. @throws why it was refused
     */
    async send(receiver_id: number, text: string, reply_to: number | null, draft?: string) {
      typing.sent();
      const body = { text, ...signed(receiver_id, reply_to) };
      const message_type = 'text' as const;
      const outgoing = { client_id: newMid(), receiver_id, message_type, body, reply_to, at: at() };
      return send(outgoing, draft);
    },
    async sendFile(
      receiver_id: number,
      { text, reply_to = null, album, wasPrepared = false, ...file }: Choice,
      draft?: string,
    ) {
      const body = {
        ...(text ? { text } : {}),
        ...(album ? { album } : {}),
        ...signed(receiver_id, reply_to),
      };
      const message_type = messageTypeOf(file.type);
      const outgoing = { client_id: newMid(), receiver_id, message_type, body, reply_to, at: at() };
      return send({ ...outgoing, file }, draft, !wasPrepared);
    },
    retry: outbox.retry,
    discard: outbox.discard,
    /** A message that was just sent goes to nobody, or is deleted for both. */
    async takeBack(item: Item): Promise<void> {
      fresh.drop(item.client_id);
      const sent = table.entryOf(keyOf(item))?.item;
      if (sent && sent.id > 0) await ownEdits.removeMessage(sent);
      else await outbox.takeBack(item);
    },
  };
};

const createTrust = ({ engine, keys, outbox, ownEdits, pins, table, userId }: Needs) => {
  const accept = async (friend_id: number, key_id: string, how: 'accepted' | 'compared') => {
    await keys.accept(friend_id, key_id, how);
    // Meanwhile it may be asked about somebody else.
    if (pins.askedAbout.value === friend_id) pins.dismissQuestion();
    await outbox.flush();
    await ownEdits.tellChanges();
  };
  return {
    /** The number, and the key that it belongs to; null for a friend without a key. */
    async safetyNumber(friend_id: number) {
      // Perhaps they were compared on another device; the numbers are the same without that.
      await keys.reload().catch(() => {});
      const key = await keys.peerKey(friend_id, true);
      return key && engine.safetyNumber(userId(), friend_id, key.public_key);
    },
    /**
     * The numbers of this key are the same on both sides. @throws ApiError COMPARED_OTHER if the
     * key changed meanwhile: then nothing is pinned
     */
    async compared(friend_id: number, key_id: string): Promise<void> {
      if (keys.peerKeys.value[friend_id]?.key_id !== key_id) {
        throw new ApiError(0, 'COMPARED_OTHER');
      }
      await accept(friend_id, key_id, 'compared');
    },
    /** A person goes on with this key, though nobody compared it. */
    acceptKey: (friend_id: number, key_id: string): Promise<void> =>
      accept(friend_id, key_id, 'accepted'),
    async unverify(friend_id: number): Promise<void> {
      const pin = pins.pinOf(friend_id);
      if (pin) await accept(friend_id, pin.key_id, 'accepted');
    },
    /** The new key is not this friend's: what waits for them is not sent, now or later. */
    async declineKey(friend_id: number): Promise<void> {
      await outbox.decline(friend_id);
      await ownEdits.declineEdits(friend_id);
    },
    /** What is in a message under an unknown key, for who asks for it. */
    textUnder: (item: Item): string => table.entryOf(keyOf(item))?.item.text ?? '',
    pressLine: keys.press,
    disownKeys: keys.disown,
  };
};

export const createActions = (needs: Needs) => {
  const { loadEnd, ...navigation } = createNavigation(needs);
  return {
    ...navigation,
    ...createSending(needs, loadEnd),
    forward: createForwarding(needs),
    clearConversation: createClearing(needs),
    ...needs.ownEdits,
    ...createTrust(needs),
  };
};

export type Actions = ReturnType<typeof createActions>;
