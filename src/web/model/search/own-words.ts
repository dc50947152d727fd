// What somebody wrote here and the server does not know yet: messages that wait, and edits. Both are
// found at once, by whoever wrote them.
import type { Item } from '../messages/item';
import { otherOf } from '../messages/item';
import { findableText } from '../messages/offline/findable';
import type { PendingChanges } from '../messages/offline/pending-changes';
import type { MessageTable } from '../messages/table';
import type { Clock } from '../platform';
import type { Query } from './collecting';
import { dayOf } from './days';
import type { Hit } from './scan';
import type { Found } from './showing';
import { wordsOf } from './words';

interface Needs {
  clock: Clock;
  pendingChanges: Pick<PendingChanges, 'edits'>;
  table: Pick<MessageTable, 'allUnsent' | 'byId'>;
  userId: () => number;
}

type Text = Parameters<typeof findableText>[0];

export const createOwnWords = ({ clock, pendingChanges, table, userId }: Needs) => {
  const isFound = ({ text, kinds }: Query, said: Text): boolean => {
    const found = findableText(said);
    return found !== '' && wordsOf(text, kinds).every((word) => found.includes(word));
  };
  const isOf = (query: Query, friend_id: number): boolean =>
    query.friend_id === null || query.friend_id === friend_id;

  const unsent = (query: Query): Found[] => {
    const day = dayOf(query.text, clock.now());
    const isMeant = (item: Item): boolean => {
      if (day === null) return isFound(query, item);
      const at = Date.parse(item.at);
      return at >= day.from_ms && at < day.to_ms && isFound({ ...query, text: '' }, item);
    };
    return table
      .allUnsent()
      .filter(isMeant)
      .map((item) => ({ friend_id: otherOf(item, userId()), item }))
      .filter(({ friend_id }) => isOf(query, friend_id))
      .reverse();
  };
  /** On its day a message is found whatever it says. */
  const edits = (query: Query): (Hit & { item: Item | null | undefined })[] =>
    dayOf(query.text, clock.now()) === null
      ? pendingChanges
          .edits()
          .map((edit) => ({ ...edit, item: table.byId(edit.id) }))
          .filter(({ text, item }) => isFound(query, { text, file: item?.file ?? null }))
          .filter(({ friend_id }) => isOf(query, friend_id))
      : [];

  return {
    /** With those that have the words by an edit, the newest first. */
    withEdits(query: Query, hits: Hit[]): Hit[] {
      const known = new Set(hits.map(({ id }) => id));
      const more = edits(query).filter(({ id }) => !known.has(id));
      return [...hits, ...more].sort((a, b) => b.id - a.id);
    },
    /** With what was written since, while `found` is shown. */
    withOwn(query: Query, found: Found[]): Found[] {
      const known = new Set(found.map(({ item }) => item.id));
      const more = edits(query).flatMap(({ friend_id, id, item }) =>
        item && !known.has(id) ? [{ friend_id, item }] : [],
      );
      const sent = [...found, ...more].sort((a, b) => b.item.id - a.item.id);
      return [...unsent(query), ...sent];
    },
  };
};

export type OwnWords = ReturnType<typeof createOwnWords>;
