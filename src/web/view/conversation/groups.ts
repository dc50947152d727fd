// What the list shows as one message, and by which day and which person it stands.
import { useMemo, useRef } from 'preact/hooks';
import { dayOf } from '../../i18n/format';
import type { Item } from '../../model/messages/item';
import { keyOf } from '../../model/messages/item';
import { gathered } from '../../model/messages/media/album';

const grouped_ms = 5 * 60_000;

/** Close in time and by the same person, so shown as one group. */
export const isGrouped = (before: Item | undefined, item: Item) =>
  before !== undefined &&
  before.call === null &&
  before.sender_id === item.sender_id &&
  Date.parse(item.at) - Date.parse(before.at) < grouped_ms;

/** What is shown as one message; the same array as before for what has not changed. */
export type Group = [Item, ...Item[]];

export const byDay = (groups: Group[]): Group[][] => [
  ...Map.groupBy(groups, ([{ at }]) => dayOf(at)).values(),
];

const isSameGroup = (one: Group, other: Group | undefined): boolean =>
  one.length === other?.length && one.every((item, at) => item === other[at]);

export const useGroups = (items: Item[]): Group[] => {
  const before = useRef(new Map<string, Group>());
  return useMemo(() => {
    const groups = gathered(items).map((group) => {
      const known = before.current.get(keyOf(group[0]));
      return known && isSameGroup(group, known) ? known : group;
    });
    before.current = new Map(groups.map((group) => [keyOf(group[0]), group]));
    return groups;
  }, [items]);
};
