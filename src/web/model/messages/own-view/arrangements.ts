// How one has a conversation: pinned, archived, marked as unread. It is the same on all devices of a
// person, and nobody else hears of it.
import { signal } from '@preact/signals';
import { answers } from '../../net/answers';
import type { Api } from '../../net/api';
import type { LogicalClock } from '../../net/logical-clock';
import type { People } from '../../people/people';
import { createFreshness } from './freshness';

interface Needs {
  api: Api;
  order: LogicalClock;
  people: Pick<People, 'onList'>;
}

export interface Arrangement {
  pinned: boolean;
  archived: boolean;
  unread: boolean;
}

const NONE: Arrangement = { pinned: false, archived: false, unread: false };

/** An earlier build kept none of it. */
type Told = { id: number } & { [Name in keyof Arrangement]?: boolean | undefined };

export const createArrangements = ({ api, order, people }: Needs) => {
  const all = signal<Record<number, Arrangement>>({});
  const of = (friend_id: number): Arrangement => all.value[friend_id] ?? NONE;
  const freshness = createFreshness(order);
  const arranged = (friend_id: number, { pinned, archived, unread }: Arrangement): void => {
    all.value = { ...all.value, [friend_id]: { pinned, archived, unread } };
  };
  const heard = (friend_id: number, arrangement: Arrangement): void => {
    freshness.heard(friend_id);
    arranged(friend_id, arrangement);
  };
  /** A list that was asked for then says it of these; of whom it does not tell stays as it is. */
  const listed = (list: Told[], asked: number): void => {
    const told = list.flatMap(({ id, pinned, archived, unread }): [number, Arrangement][] =>
      pinned === undefined ||
      archived === undefined ||
      unread === undefined ||
      !freshness.listed(id, asked)
        ? []
        : [[id, { pinned, archived, unread }]],
    );
    all.value = { ...all.value, ...Object.fromEntries(told) };
  };
  const change = async (friend_id: number, body: Partial<Arrangement>): Promise<void> => {
    const path = `/conversations/${friend_id}`;
    const asked = freshness.ask();
    const answer = await api.ask('PUT', path, answers.arranged, { body });
    if (freshness.answered(friend_id, asked)) arranged(friend_id, answer);
  };
  people.onList(listed);
  return {
    of,
    heard,
    listed,
    pin: (friend_id: number, pinned: boolean): Promise<void> => change(friend_id, { pinned }),
    /** What is put away is in no place of honour; a new message brings it back, unless it is silent. */
    archive: (friend_id: number, archived: boolean): Promise<void> =>
      change(friend_id, archived ? { archived, pinned: false } : { archived }),
    markUnread: (friend_id: number): Promise<void> => change(friend_id, { unread: true }),
    /** It is opened, or read: at once here, and with the server as soon as that may be. */
    unmark(friend_id: number): void {
      if (!of(friend_id).unread) return;
      heard(friend_id, { ...of(friend_id), unread: false });
      void change(friend_id, { unread: false }).catch(() => {});
    },
  };
};

export type Arrangements = ReturnType<typeof createArrangements>;
