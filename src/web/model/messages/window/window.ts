// The windows of all conversations. They hold keys into the table; what they show is computed from it.
import type { ReadonlySignal } from '@preact/signals';
import { computed, signal } from '@preact/signals';
import type { Item } from '../item';
import type { Entry, MessageTable } from '../table';
import type { MessageRef, Window } from './window-rules';
import { EMPTY, insert, without } from './window-rules';

/** Of a conversation of which nothing was looked for yet, nobody can say that nothing is in it. */
const UNOPENED: Window = { ...EMPTY, isLoading: true };

/** A window as it is shown: its messages, the oldest first. */
export interface Timeline extends Omit<Window, 'refs' | 'isStale'> {
  items: Item[];
}

const isSame = (one: Item[], other: Item[]): boolean =>
  one.length === other.length && one.every((item, at) => item === other[at]);

const isSameTimeline = (one: Timeline, other: Timeline): boolean =>
  (Object.keys(one) as (keyof Timeline)[]).every((name) => one[name] === other[name]);

export const refOf = ({ key, item: { id, order } }: Entry): MessageRef => ({ key, id, order });

export const createWindows = (table: MessageTable) => {
  const windows = signal<Record<number, Window>>({});
  const timelines = new Map<number, ReadonlySignal<Timeline>>();

  const change = (friend_id: number, act: (window: Window) => Window): void => {
    const known = windows.value[friend_id] ?? EMPTY;
    const next = act(known);
    if (next !== known) windows.value = { ...windows.value, [friend_id]: next };
  };
  const changeKnown = (friend_id: number, act: (window: Window) => Window): void => {
    if (windows.value[friend_id] !== undefined) change(friend_id, act);
  };

  const createTimeline = (friend_id: number): ReadonlySignal<Timeline> => {
    let last: Timeline = { ...UNOPENED, items: [] };
    return computed(() => {
      const { refs, isStale: _, ...rest } = windows.value[friend_id] ?? UNOPENED;
      const items = refs.map(({ key }) => table.get(key)).filter((item) => item !== null);
      const next = { ...rest, items: isSame(items, last.items) ? last.items : items };
      if (!isSameTimeline(next, last)) last = next;
      return last;
    });
  };

  return {
    change,
    /** Only if the conversation was opened before. */
    changeKnown,
    windowOf: (friend_id: number): Window | undefined => windows.value[friend_id],
    timelineOf(friend_id: number): Timeline {
      const known = timelines.get(friend_id) ?? createTimeline(friend_id);
      timelines.set(friend_id, known);
      return known.value;
    },
    insert(friend_id: number, entry: Entry): void {
      changeKnown(friend_id, (window) => insert(window, refOf(entry)));
    },
    drop(friend_id: number, key: string): void {
      changeKnown(friend_id, (window) => without(window, (ref) => ref.key === key));
    },
    /** Events were missed, so that no window is known to reach the end until a page is loaded. */
    stale(): void {
      const all = Object.entries(windows.value);
      windows.value = Object.fromEntries(all.map(([id, each]) => [id, { ...each, isStale: true }]));
    },
    /** Drops all windows but one. */
    keepOnly(friend_id: number | null): void {
      const window = friend_id === null ? undefined : windows.value[friend_id];
      windows.value = friend_id !== null && window ? { [friend_id]: window } : {};
    },
    isHeld: (key: string): boolean =>
      Object.values(windows.value).some(({ refs }) => refs.some((each) => each.key === key)),
  };
};

export type Windows = ReturnType<typeof createWindows>;
