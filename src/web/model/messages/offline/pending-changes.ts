// Changes of messages that the server does not know yet: reactions, edits, deletions and marks that were
// made without a connection. They are kept on this device, shown at once, and told in their order,
// once, by one tab.
import { signal } from '@preact/signals';
import type { Engine } from '../../../crypto/engine';
import type { Channel, Clock, Platform } from '../../platform';
import type { Locks } from '../../store/locks';
import type { Offline } from '../../store/offline/offline';
import type { Item } from '../item';
import { createHeld } from '../undo/held';
import { createChangeRecords } from './change-records';
import type { Send } from './change-sending';
import { createChangeSending, isAmong } from './change-sending';
import type { ChangeRecord, Pending } from './pending';
import { isOvertaken } from './pending';

interface Needs extends Pick<Platform, 'openChannel'> {
  clock: Clock;
  engine: Engine;
  locks: Locks;
  offline: Offline;
  userId: () => number;
}

/** Those that only this page has, once there is a place for them: behind what lies there. */
const createMoving = (
  records: ReturnType<typeof createChangeRecords>,
  waiting: () => ChangeRecord[],
) => {
  /** Where they are now. */
  const places = new Map<Pending, number>();
  return {
    /** Undefined if it was told already. */
    find(change: Pending, order: number): ChangeRecord | undefined {
      const place = order || (places.get(change) ?? 0);
      return waiting().find((each) =>
        place === 0 ? each.change === change : each.order === place,
      );
    },
    async move(): Promise<void> {
      for (const record of waiting().filter(({ order }) => order === 0)) {
        record.order = await records.add(record.change);
        places.set(record.change, record.order);
      }
    },
  };
};

const withReaction = (item: Item, emoji: string, isOn: boolean, me: number): Item => {
  const others = item.reactions
    .map((each) =>
      each.emoji === emoji ? { ...each, user_ids: each.user_ids.filter((id) => id !== me) } : each,
    )
    .filter(({ user_ids }) => user_ids.length > 0);
  if (!isOn) return { ...item, reactions: others };
  const known = others.find((each) => each.emoji === emoji);
  const mine = { emoji, user_ids: [...(known?.user_ids ?? []), me] };
  return {
    ...item,
    reactions: known ? others.map((each) => (each === known ? mine : each)) : [...others, mine],
  };
};

const withChange = (item: Item, change: Pending, me: number): Item => {
  if (change.type === 'react') return withReaction(item, change.emoji, change.isOn, me);
  if (change.type !== 'edit' || item.trouble !== null || isOvertaken(change, item)) return item;
  const { body, at } = change;
  return { ...item, text: body.text ?? '', edited_at: at, rev: body.rev ?? item.rev };
};

/** The text that each message has by the last edit that waits. */
const editsOf = (waiting: ChangeRecord[]) => {
  const all = waiting.flatMap(({ change }) => (change.type === 'edit' ? [change] : []));
  const last = new Map(all.map((edit) => [edit.id, edit]));
  return [...last.values()].map(({ id, friend_id, body }) => ({
    id,
    friend_id,
    text: body.text ?? '',
  }));
};

/** A message as it will be once the server knows; the same object while nothing changes. */
const createApplied = (waiting: () => ChangeRecord[], userId: () => number) => {
  const shown = new WeakMap<Item, { after: Pending[]; item: Item }>();
  return (item: Item): Item => {
    const after = waiting()
      .map(({ change }) => change)
      .filter((change) => 'id' in change && change.id === item.id && item.id > 0);
    if (after.length === 0) return item;
    const known = shown.get(item);
    const isSame = known?.after.length === after.length;
    if (known && isSame && known.after.every((each, at) => each === after[at])) return known.item;
    const next = after.reduce((one, change) => withChange(one, change, userId()), item);
    shown.set(item, { after, item: next });
    return next;
  };
};

const isRemovedBy = (waiting: ChangeRecord[], id: number): boolean =>
  waiting.some(({ change }) => change.type === 'remove' && change.ids.includes(id));

/** Of marks only the newest counts. */
const olderMarks = (waiting: ChangeRecord[], { type, friend_id }: Pending): ChangeRecord[] =>
  waiting.filter(
    ({ change }) => type === 'read' && change.type === type && change.friend_id === friend_id,
  );

/** Another tab may have had it read meanwhile. */
const withRecord = (waiting: ChangeRecord[], record: ChangeRecord): ChangeRecord[] => {
  const others = waiting.filter(({ order }) => order === 0 || order !== record.order);
  return [...others, record];
};

/**
 * `here` was read while something was added or undone: what came since stays, and what went since does
 * not come back.
 */
const withMeanwhile = (here: ChangeRecord[], before: ChangeRecord[], now: ChangeRecord[]) => {
  const [wasThere, isThere, isHere] = [isAmong(before), isAmong(now), isAmong(here)];
  const stayed = here.filter((record) => isThere(record) || !wasThere(record));
  const came = now.filter((record) => record.order > 0 && !wasThere(record) && !isHere(record));
  return [...stayed, ...came, ...now.filter(({ order }) => order === 0)];
};

/** After a restore an id may be another message's; an edit names the message by what was sealed. */
const isSureOf = (change: Pending): boolean => change.type === 'edit' && change.edits !== null;

/** What is told to nobody any more. Each gives true if that is something that a person would miss. */
const createDropping = (
  waiting: () => ChangeRecord[],
  forget: (record: ChangeRecord) => Promise<void>,
  isUndecided: (record: ChangeRecord) => boolean,
  alone: (act: () => Promise<boolean>) => Promise<boolean>,
) => {
  const drop = (isMeant: (record: ChangeRecord) => boolean): Promise<boolean> =>
    alone(async () => {
      const meant = waiting().filter(isMeant);
      for (const record of meant) await forget(record);
      return meant.some(({ change }) => change.type !== 'read');
    });
  return {
    /** The server's data is another. */
    restored: (): Promise<boolean> => drop(({ change }) => !isSureOf(change)),
    /** Their new key was refused: what waits for it goes to nobody. */
    decline: (friend_id: number): Promise<boolean> =>
      drop((each) => isUndecided(each) && each.change.friend_id === friend_id),
  };
};

/** In one tab at a time, with all that lies there. */
const createAlone =
  ({ locks, offline }: Needs, name: () => string, load: () => Promise<void>) =>
  <Value>(act: () => Promise<Value>): Promise<Value> =>
    locks.exclusive(name(), async () => {
      if (offline.store()) await load();
      return act();
    });

/** Each tells the others that what lies there is another now. */
const createTabs = ({ openChannel }: Pick<Needs, 'openChannel'>) => {
  let channel: Channel | undefined;
  let changedElsewhere = () => {};
  return {
    open(name: string, load: () => Promise<void>): void {
      channel = openChannel(name);
      channel.listen(() => void load().then(() => changedElsewhere()));
    },
    tell: (): void => channel?.post({ type: 'changed' }),
    /** Another tab has added or told something. */
    onElsewhere(act: () => void): void {
      changedElsewhere = act;
    },
  };
};

export const createPendingChanges = (needs: Needs) => {
  const { locks, userId } = needs;
  const tabs = createTabs(needs);
  const records = createChangeRecords(needs);
  const waiting = signal<ChangeRecord[]>([]);
  const all = () => waiting.value;
  const { isHeld, watch, ...held } = createHeld(needs.clock, all);
  const { move, find } = createMoving(records, all);
  let moved: Promise<unknown> = Promise.resolve();
  const name = () => `chat8 changes ${userId()}`;

  /** As they lie there, before those that only this page has. */
  const load = async (): Promise<void> => {
    const before = waiting.value;
    waiting.value = withMeanwhile(await records.all(), before, all());
    watch();
  };
  const forget = async (record: ChangeRecord): Promise<void> => {
    await records.remove(record.order);
    waiting.value = waiting.value.filter((each) => !isAmong([record])(each));
    tabs.tell();
  };
  const { sendAll, isUndecided } = createChangeSending({ records, waiting: all, isHeld, forget });
  const alone = createAlone(needs, name, load);

  return {
    /** Something waits: what is done next waits behind it. */
    isEmpty: (): boolean => waiting.value.every((each) => isHeld(each) || isUndecided(each)),
    ...held,
    /** It is deleted here already. */
    isRemoved: (id: number): boolean => isRemovedBy(waiting.value, id),
    edits: () => editsOf(waiting.value),
    applied: createApplied(all, userId),
    /** Gives its place. */
    async add(change: Pending): Promise<number> {
      await moved;
      const older = olderMarks(waiting.value, change);
      const order = await records.add(change);
      waiting.value = withRecord(waiting.value, { order, change });
      watch();
      for (const each of older) await forget(each);
      tabs.tell();
      return order;
    },
    onElsewhere: tabs.onElsewhere,
    /** Nothing if it was told already. */
    async cancel(change: Pending, order: number): Promise<void> {
      const record = find(change, order);
      if (record) await forget(record);
    },
    async start(): Promise<void> {
      tabs.open(name(), load);
      await load();
    },
    /** There is a place for them now; whatever lay there is told as well. */
    async startLate(): Promise<void> {
      const moving = locks.exclusive(name(), () => move().then(load));
      moved = moving.catch(() => {});
      await moved;
      tabs.tell();
    },
    /** Something that a reload would lose. */
    isMemoryOnly: (): boolean => waiting.value.some(({ order }) => order === 0),
    ...createDropping(all, forget, isUndecided, alone),
    /** In one tab at a time. True if the server refused something: it is undone. */
    flush: (send: Send): Promise<boolean> => alone(() => sendAll(send)),
  };
};

export type PendingChanges = ReturnType<typeof createPendingChanges>;
