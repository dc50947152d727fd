// Fills this device with older messages, the newest first, a slice at a time, while nobody works here
// and the battery holds; and walks again through what may have changed unseen.
import { cursor_messages_max } from '../../../../protocol/limits';
import type { Message } from '../../../../protocol/objects';
import type { HistoryAnswer } from '../../net/answers';
import { answers } from '../../net/answers';
import type { Api } from '../../net/api';
import { ApiError, NETWORK } from '../../net/api-error';
import type { Clock, Machine, Tab } from '../../platform';
import type { Decrypter } from '../decrypter';
import { decrypted_at_once } from '../decrypter';
import type { Expiring } from '../expiring/expiring';
import { itemOf, otherOf } from '../item';
import type { MessageTable } from '../table';
import type { Coverage } from './coverage';
import type { Operation } from './operations';
import { foundBy } from './operations';
import type { StorageRoom } from './storage-room';
import type { OfflineWriter } from './writer';

const between_ms = 500;
/** After a failure, on a low battery, or while there is nothing to do. */
const rest_ms = 60_000;
/** Somebody works here. */
const idle_ms = 3_000;

interface Needs {
  api: Api;
  clock: Clock;
  coverage: Coverage;
  expiring: Pick<Expiring, 'isOver' | 'note'>;
  isAway: () => boolean;
  offlineWriter: OfflineWriter;
  machine: Machine;
  decrypter: Decrypter;
  room: StorageRoom;
  tab: Tab;
  table: MessageTable;
  userId: () => number;
}

/** What a page brings past the table: only what belongs to the two, under the rules of reading. */
const createSlicing = ({ expiring, offlineWriter, decrypter, table, userId }: Needs) => {
  /** What is over is not kept. */
  const putOf = async (
    friend_id: number,
    message: Message,
    isLast: boolean,
  ): Promise<Operation[]> => {
    const item = itemOf(message, await decrypter.open(message, () => {}));
    // Kept without its text it would never be found.
    if (item.trouble?.reason === 'unreachable' && !isLast) throw new ApiError(0, NETWORK);
    if (expiring.isOver(item)) return [];
    expiring.note(friend_id, item);
    return [{ type: 'put', friend_id, message, text: foundBy(table.conceal(item)) }];
  };
  /** @throws ApiError NETWORK if a key did not come in time, unless it is the `isLast` try */
  return async (friend_id: number, messages: Message[], isLast: boolean): Promise<Operation[]> => {
    const own = messages.filter((message) => otherOf(message, userId()) === friend_id);
    // What the table has is newer than a page of old messages; deleted is deleted.
    const unknown = own.filter(({ id }) => table.byId(id) === undefined);
    const operations: Operation[] = own.flatMap(({ id }) => offlineWriter.putOf(id));
    for (let at = 0; at < unknown.length; at += decrypted_at_once) {
      const part = unknown.slice(at, at + decrypted_at_once);
      const puts = await Promise.all(part.map((message) => putOf(friend_id, message, isLast)));
      operations.push(...puts.flat());
    }
    return operations;
  };
};

export const createBackfill = (needs: Needs) => {
  const { api, clock, coverage, isAway, offlineWriter, machine, room, tab, table } = needs;
  const slice = createSlicing(needs);
  let tried = '';
  let cancel = () => {};

  /** The conversation whose next message is the newest of all. */
  const next = (): { friend_id: number; before: number } | undefined =>
    Object.entries(coverage.all.value)
      .flatMap(([id, walked]) => (walked ? [{ friend_id: Number(id), before: walked }] : []))
      .sort((a, b) => b.before - a.before)[0];

  const load = async (friend_id: number, before: number): Promise<void> => {
    const touched = offlineWriter.touched();
    const path = `/messages/${friend_id}?limit=${cursor_messages_max}&before=${before}`;
    const page: HistoryAnswer = await api.get(path, answers.history);
    const { messages, pagination } = page;
    // Twice: else one key that nobody gives would end all of this.
    const place = `${friend_id} ${before}`;
    const isLast = tried === place;
    tried = place;
    const operations = await slice(friend_id, messages, isLast);
    // An event that changed something meanwhile is newer: the page is asked for again.
    if (offlineWriter.touched() !== touched) return;
    const from = pagination.next_before === null ? 0 : (messages.at(-1)?.id ?? 0);
    const ids = new Set(messages.map(({ id }) => id));
    const gone: Operation = { type: 'range', friend_id, from, to: before - 1, ids };
    coverage.covers(friend_id, from, before - 1, false);
    // What was deleted while the page was opened is not kept again.
    const isThere = (each: Operation) =>
      each.type !== 'put' || table.byId(each.message.id) !== null;
    offlineWriter.add([gone, ...operations.filter(isThere)]);
    await offlineWriter.flush();
  };
  const step = async (): Promise<number> => {
    if (!offlineWriter.isWriting() || isAway()) return rest_ms;
    const due = room.hasRoom() ? next() : undefined;
    if (due === undefined || (await machine.isBatteryLow())) return rest_ms;
    const used = clock.now() - tab.usedAt();
    if (tab.isVisible() && used < idle_ms) return idle_ms - used;
    await load(due.friend_id, due.before);
    return between_ms;
  };
  const run = async (): Promise<void> => {
    const wait = await step().catch(() => rest_ms);
    cancel();
    cancel = clock.after(wait, () => void run());
  };

  return {
    /** With each connection. */
    start(): void {
      cancel();
      cancel = clock.after(between_ms, () => void run());
    },
    stop: (): void => cancel(),
  };
};

export type Backfill = ReturnType<typeof createBackfill>;
