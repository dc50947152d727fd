// The records of the outbox as this tab knows them: each is kept before it is shown, and what becomes
// of one in another tab is heard here.
import type { Keys } from '../keys/keys';
import type { Channel, Parts } from '../parts';
import type { Unsent } from '../store/person';
import type { Written } from '../store/written';
import type { Door } from './apply';
import type { Outgoing } from './draft';
import { itemOfOutgoing, messageOfOutgoing } from './draft';
import type { Uploads } from './uploads';

export interface Waiting {
  outgoing: Outgoing;
  order: number;
  isFailed: boolean;
}

/** Between tabs: something was written, or this one is sent, discarded or refused. */
interface Told {
  type: 'written' | 'sent' | 'discarded' | 'failed';
  id?: string;
}

interface Needs extends Pick<Parts, 'openChannel'> {
  door: Door;
  keys: Keys;
  uploads: Uploads;
  userId: () => number;
  written: Written;
}

/** Shows a record among the messages. */
const createShow = ({ door, keys, userId }: Needs) => {
  const itemOf = ({ outgoing, order, isFailed }: Waiting, progress?: number) =>
    itemOfOutgoing(outgoing, {
      sender_id: userId(),
      order,
      isSealed: keys.peerKeys.value[outgoing.receiver_id] !== null,
      state: isFailed ? 'failed' : 'sending',
      progress,
    });
  return {
    show(known: Waiting, progress?: number): Promise<unknown> {
      const message = messageOfOutgoing(known.outgoing, userId());
      return door.apply({ type: 'unsent', item: itemOf(known, progress), message });
    },
    hide: (known: Waiting): Promise<unknown> =>
      door.apply({ type: 'discarded', item: itemOf(known) }),
  };
};

export const createWaiting = (needs: Needs) => {
  const { openChannel, uploads, userId, written } = needs;
  const { show, hide } = createShow(needs);
  const waiting = new Map<string, Waiting>();
  let channel: Channel | undefined;

  const tell = (type: Told['type'], id?: string): void => channel?.post({ type, id });

  const hold = ({ id, order, value }: Unsent): Waiting => {
    const isFailed = waiting.get(id)?.isFailed ?? false;
    const next = { outgoing: value as Outgoing, order, isFailed };
    waiting.set(id, next);
    return next;
  };
  /** All records, as they are kept, in their order. */
  const load = async (): Promise<Waiting[]> => (await written.all()).map(hold);
  const showAll = async (): Promise<Waiting[]> => {
    const all = await load();
    for (const known of all) await show(known);
    return all;
  };
  const setFailed = async (known: Waiting, isFailed: boolean): Promise<void> => {
    known.isFailed = isFailed;
    await show(known);
  };
  const done = async (id: string): Promise<void> => {
    waiting.delete(id);
    await written.remove(id);
  };
  const discard = async (id: string): Promise<void> => {
    uploads.cancel(id);
    const known = waiting.get(id);
    await done(id);
    if (!known) return;
    await hide(known);
    tell('discarded', id);
  };

  const hear = async (told: unknown): Promise<void> => {
    const { type, id = '' } = told as Told;
    const known = waiting.get(id);
    if (type === 'written') await showAll();
    if (type === 'sent') waiting.delete(id);
    if (type === 'discarded') await discard(id);
    if (type === 'failed' && known) await setFailed(known, true);
  };

  return {
    get: (id: string): Waiting | undefined => waiting.get(id),
    hold,
    load,
    show,
    showAll,
    setFailed,
    done,
    discard,
    tell,
    /** Shows what is left from before, and listens to the other tabs. */
    async start(): Promise<void> {
      channel = openChannel(`chat8 outbox ${userId()}`);
      channel.listen((told) => void hear(told));
      await showAll();
    },
    /** The record, changed. @throws DOMException if it was sent or discarded meanwhile */
    async keep(known: Waiting, change: Partial<Outgoing>): Promise<void> {
      known.outgoing = { ...known.outgoing, ...change };
      const { outgoing, order } = known;
      const record = { id: outgoing.client_id, order, value: outgoing };
      if (!(await written.put(record))) throw new DOMException('sent elsewhere', 'AbortError');
      await show(known);
    },
    /** False if it was sent, or discarded, by the socket's word, another tab or the person. */
    async isStill(id: string): Promise<boolean> {
      if (waiting.has(id) && (await written.has(id))) return true;
      waiting.delete(id);
      return false;
    },
  };
};

export type WaitingList = ReturnType<typeof createWaiting>;
