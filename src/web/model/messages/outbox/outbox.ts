// Messages that are not on the server yet: saved on this device until they are answered, sent in the
// order in which they were written, by one tab at a time. A retry sends the same encrypted bytes under
// the same `client_id`, so that nothing is sent twice.
import type { Message } from '../../../../protocol/objects';
import { newMid } from '../../../crypto/mid';
import type { Keys } from '../../keys/keys';
import type { Pins } from '../../keys/pins';
import { ApiError, isPassing, isRefusal } from '../../net/api-error';
import type { Clock } from '../../platform';
import type { Locks } from '../../store/locks';
import type { UnsentStore } from '../../store/unsent-store';
import type { Item } from '../item';
import type { Fresh } from '../undo/fresh';
import { createDecisions } from './decisions';
import type { Deliver } from './delivery';
import type { Outgoing } from './outgoing';
import { isSameMessage } from './outgoing';
import { createRetries, noTries, whyNot } from './retries';
import type { Waiting, WaitingList } from './waiting';

interface Needs {
  clock: Clock;
  deliver: Deliver;
  fresh: Fresh;
  isOnline: () => boolean;
  keys: Keys;
  locks: Locks;
  pins: Pins;
  /** One that was taken back while it was on its way. */
  removeSent: (message: Message) => Promise<void>;
  userId: () => number;
  waiting: WaitingList;
  unsentStore: UnsentStore;
}

/** So long it is the business of the tab that wrote it. */
const take_over_ms = 30_000;

/** Of one friend, the same name in every build: one tab at a time sends. */
export const lockOf = (user_id: number, friend_id: number): string =>
  `chat8 outbox ${user_id} ${friend_id}`;

/** One try of one record. */
const createAttempt = (
  { deliver, waiting, unsentStore }: Needs,
  retries: Retries,
  connection: () => AbortSignal,
) => {
  /** Another file under the same `mid` would be another text: it becomes another message. */
  const renew = async (known: Waiting): Promise<void> => {
    const { sealed: _, file_id: __, body, ...rest } = known.outgoing;
    const { file: ___, ...caption } = body;
    const fresh: Outgoing = { ...rest, body: caption, client_id: newMid() };
    // First: a page that is killed in between has both, and not neither.
    const { order } = await unsentStore.add(fresh.client_id, fresh);
    await waiting.discard(known.outgoing.client_id);
    Object.assign(known, waiting.hold({ id: fresh.client_id, order, value: fresh }));
  };

  /** False if it may go well later. @throws what is to be said of it */
  return async (known: Waiting): Promise<boolean> => {
    try {
      await waiting.setFailed(known, false);
      await deliver(known, connection());
      return true;
    } catch (error) {
      if (!(await waiting.isStill(known.outgoing.client_id))) return true;
      const { receiver_id } = known.outgoing;
      if (isPassing(error) && retries.plan(receiver_id, known.tries, error)) {
        await waiting.show(known);
        return false;
      }
      const why = isPassing(error) ? whyNot(error) : error;
      // The server let go of the file: with the next try it goes up again.
      if (isRefusal(error, 'noSuchFile') && known.outgoing.file) await renew(known);
      await waiting.setFailed(known, true, why);
      waiting.notifyTabs('failed', known.outgoing.client_id);
      throw why;
    }
  };
};

type Attempt = ReturnType<typeof createAttempt>;
type Retries = ReturnType<typeof createRetries>;

/** Texts are small: they are tried again with each message that is written after them. */
const isUpload = ({ file, file_id }: Outgoing): boolean =>
  file !== undefined && file_id === undefined;

/** What waits for one friend, in the order in which it was written. */
const createSendAll = (needs: Needs, attempt: Attempt, retries: Retries) => {
  const { locks, userId, waiting } = needs;
  /** All to one friend as they were written; what was refused before waits to be asked for. */
  const attemptAll = async (
    receiver_id: number,
    isMeant: (id: string) => boolean,
    asked?: string,
  ) => {
    const refused: unknown[] = [];
    for (const known of await waiting.load()) {
      const { client_id, receiver_id: to, isDeclined } = known.outgoing;
      if (to !== receiver_id) continue;
      if ((known.isFailed && !isMeant(client_id)) || (isDeclined && client_id !== asked)) continue;
      const isHeldBack = retries.isHeldBack(known.tries, isUpload(known.outgoing));
      if (isHeldBack && client_id !== asked) {
        if (known.isFailed) continue;
        break;
      }
      try {
        // None overtakes the one before it.
        if (!(await attempt(known))) break;
      } catch (error) {
        if (isMeant(client_id)) refused.push(error);
      }
    }
    return refused[0];
  };

  /** In one tab at a time. @throws why a message that is meant was refused */
  return async (
    receiver_id: number,
    isMeant: (id: string) => boolean,
    asked?: string,
  ): Promise<void> => {
    const name = lockOf(userId(), receiver_id);
    const error = await locks.exclusive(name, () => attemptAll(receiver_id, isMeant, asked));
    if (error !== undefined) throw error;
  };
};

/** The tab that wrote a message sends it; if it was closed on the way, this one does. */
const createTakeOver =
  ({ clock, isOnline, waiting }: Needs, sendAll: ReturnType<typeof createSendAll>) =>
  (id: string): void =>
    void clock.after(take_over_ms, () => {
      const known = waiting.get(id);
      if (known === undefined || known.isFailed || !isOnline()) return;
      void sendAll(known.outgoing.receiver_id, () => false).catch(() => {});
    });

export const createOutbox = (needs: Needs) => {
  const { pins, waiting, unsentStore } = needs;
  const retries = createRetries(needs, (receiver_id) => sendAll(receiver_id, () => false));
  let connection = new AbortController();
  const attempt = createAttempt(needs, retries, () => connection.signal);
  const sendAll = createSendAll(needs, attempt, retries);

  /** Asks if a key has changed that was verified. */
  const sendOne = ({ receiver_id, client_id }: Outgoing): Promise<void> =>
    sendAll(receiver_id, (id) => id === client_id, client_id).catch((error) => {
      if (!(error instanceof ApiError) || error.code !== 'KEY_CHANGED') throw error;
      pins.askAbout(receiver_id);
    });

  /** All that is left from before, after a start or a lost connection. */
  const flush = async (): Promise<void> => {
    const all = await waiting.showAll();
    const receivers = [...new Set(all.map(({ outgoing }) => outgoing.receiver_id))];
    // Nobody waits for what goes to somebody else.
    await Promise.all(receivers.map((id) => sendAll(id, () => true).catch(() => {})));
  };

  return {
    start: (): Promise<void> => waiting.start(createTakeOver(needs, sendAll)),
    /** Something is not sent yet. */
    hasUnsent: waiting.hasAny,
    /**
     * Kept, shown, and on its way: `isSaved` is false if a reload would lose it. `draft` names what is
     * forgotten with it.
     */
    async send(outgoing: Outgoing, draft?: string) {
      const { client_id } = outgoing;
      const { order, isSaved } = await unsentStore.add(client_id, outgoing, draft);
      needs.fresh.sent(client_id);
      await waiting.show(waiting.hold({ id: client_id, order, value: outgoing }));
      waiting.notifyTabs('written', client_id);
      return { isSaved, sent: sendOne(outgoing) };
    },
    /** The socket told that the server has it: the answer may have been lost. */
    async arrived(message: Message): Promise<void> {
      if (waiting.wasTakenBack(message.client_id ?? '')) return needs.removeSent(message);
      const known = waiting.get(message.client_id ?? '');
      if (known && isSameMessage(known.outgoing, message)) {
        await waiting.done(known.outgoing.client_id);
      }
      return undefined;
    },
    async retry({ client_id }: Item): Promise<void> {
      const known = waiting.get(client_id);
      if (known === undefined) return;
      known.tries = noTries();
      await sendOne(known.outgoing);
    },
    /** What is on its way may be on a dead connection: it is sent again at once, before that times out. */
    endRequests(): void {
      connection.abort();
      connection = new AbortController();
    },
    discard: ({ client_id }: Item): Promise<void> => waiting.discard(client_id),
    /** It does not go, or is deleted for both if it turns out to have gone. */
    takeBack: ({ client_id }: Item): Promise<void> => waiting.takeBack(client_id),
    ...createDecisions(needs, sendAll),
    flush,
  };
};

export type Outbox = ReturnType<typeof createOutbox>;
