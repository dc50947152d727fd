// The records of the outbox as this tab knows them: each is kept before it is shown, and what becomes
// of one in another tab is heard here.
import type { Keys } from '../../keys/keys';
import type { Channel, Platform } from '../../platform';
import type { LocalStore } from '../../store/local-store';
import type { Unsent } from '../../store/person-store';
import type { UnsentStore } from '../../store/unsent-store';
import type { ChangeQueue } from '../change-queue';
import type { Uploads } from '../uploads';
import type { Outgoing } from './outgoing';
import { itemOfOutgoing, messageOfOutgoing } from './outgoing';
import type { Tries } from './retries';
import { noTries } from './retries';

/** In localStorage, of an earlier build. */
export const earlierName = (user_id: number, id: string): string => `outbox ${user_id} ${id}`;

export interface Waiting {
  outgoing: Outgoing;
  order: number;
  isFailed: boolean;
  /** Why, if this tab knows it. */
  failure: unknown;
  tries: Tries;
}

/** Between tabs: something was written, or this one is sent, discarded or refused. */
interface TabMessage {
  type: 'written' | 'sent' | 'discarded' | 'failed';
  id?: string;
}

interface Needs extends Pick<Platform, 'openChannel'> {
  changes: ChangeQueue;
  keys: Keys;
  uploads: Uploads;
  localStore: LocalStore;
  userId: () => number;
  unsentStore: UnsentStore;
}

/** Shows a record among the messages. */
const createShow = ({ changes, keys, userId }: Needs) => {
  const itemOf = ({ outgoing, order, isFailed, failure }: Waiting, progress?: number) =>
    itemOfOutgoing(outgoing, {
      sender_id: userId(),
      order,
      isSealed: keys.peerKeys.value[outgoing.receiver_id] !== null,
      state: isFailed ? 'failed' : 'sending',
      failure,
      progress,
    });
  return {
    show(known: Waiting, progress?: number): Promise<unknown> {
      const message = messageOfOutgoing(known.outgoing, userId());
      return changes.apply({ type: 'unsent', item: itemOf(known, progress), message });
    },
    hide: (known: Waiting): Promise<unknown> =>
      changes.apply({ type: 'discarded', item: itemOf(known) }),
  };
};

/** The records, as they are kept on this device. */
const createRecords = ({ unsentStore, localStore, userId }: Needs) => {
  const waiting = new Map<string, Waiting>();
  const hold = ({ id, order, value }: Unsent): Waiting => {
    const outgoing = value as Outgoing;
    const isFailed = outgoing.isDeclined ?? false;
    const { tries, ...state } = waiting.get(id) ?? { isFailed, failure: null, tries: noTries() };
    const next = { ...state, tries, outgoing, order };
    waiting.set(id, next);
    return next;
  };
  return {
    hasAny: (): boolean => waiting.size > 0,
    get: (id: string): Waiting | undefined => waiting.get(id),
    hold,
    /** All of them, in their order. */
    load: async (): Promise<Waiting[]> => (await unsentStore.all()).map(hold),
    forget: (id: string): boolean => waiting.delete(id),
    async done(id: string): Promise<void> {
      waiting.delete(id);
      // An earlier build's, if this browser could not keep it elsewhere.
      localStore.remove(earlierName(userId(), id));
      await unsentStore.remove(id);
    },
    /** False if it was sent, or discarded, by the socket's word, another tab or the person. */
    async isStill(id: string): Promise<boolean> {
      if (waiting.has(id) && (await unsentStore.has(id))) return true;
      waiting.delete(id);
      return false;
    },
    /** @throws DOMException if it was sent or discarded meanwhile */
    async change(known: Waiting, change: Partial<Outgoing>): Promise<void> {
      known.outgoing = { ...known.outgoing, ...change };
      const { outgoing, order } = known;
      const record = { id: outgoing.client_id, order, value: outgoing };
      if (!(await unsentStore.put(record))) throw new DOMException('sent elsewhere', 'AbortError');
    },
  };
};

export const createWaiting = (needs: Needs) => {
  const { openChannel, uploads, userId } = needs;
  const { show, hide } = createShow(needs);
  const { forget, change, ...records } = createRecords(needs);
  let channel: Channel | undefined;
  let wroteElsewhere = (_id: string): void => {};

  const notifyTabs = (type: TabMessage['type'], id?: string): void => channel?.post({ type, id });

  const showAll = async (): Promise<Waiting[]> => {
    const all = await records.load();
    for (const known of all) await show(known);
    return all;
  };
  const setFailed = async (
    known: Waiting,
    isFailed: boolean,
    failure: unknown = null,
  ): Promise<void> => {
    Object.assign(known, { isFailed, failure });
    await show(known);
  };
  /** Taken back while they may have been on their way. */
  const takenBack = new Set<string>();
  const discard = async (id: string): Promise<void> => {
    uploads.cancel(id);
    const known = records.get(id);
    await records.done(id);
    if (!known) return;
    void uploads.drop(known.outgoing);
    await hide(known);
    notifyTabs('discarded', id);
  };

  const receive = async (message: unknown): Promise<void> => {
    const { type, id = '' } = message as TabMessage;
    const known = records.get(id);
    if (type === 'written') await showAll().then(() => wroteElsewhere(id));
    if (type === 'sent') forget(id);
    if (type === 'discarded') await discard(id);
    if (type === 'failed' && known) await setFailed(known, true);
  };

  return {
    ...records,
    show,
    showAll,
    setFailed,
    discard,
    async takeBack(id: string): Promise<void> {
      takenBack.add(id);
      await discard(id);
    },
    /** Once for each. */
    wasTakenBack: (id: string): boolean => takenBack.delete(id),
    notifyTabs,
    /** Shows what is left from before, and listens to the other tabs: `wrote` is told what they write. */
    async start(wrote: (id: string) => void): Promise<void> {
      wroteElsewhere = wrote;
      channel = openChannel(`chat8 outbox ${userId()}`);
      channel.listen((message) => void receive(message));
      await showAll();
    },
    /** The record, changed. @throws DOMException if it was sent or discarded meanwhile */
    async keep(known: Waiting, changed: Partial<Outgoing>): Promise<void> {
      await change(known, changed);
      await show(known);
    },
  };
};

export type WaitingList = ReturnType<typeof createWaiting>;
