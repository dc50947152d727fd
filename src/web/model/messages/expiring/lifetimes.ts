// For how long the messages of a conversation stay: the same for both, and said to both.
import { signal } from '@preact/signals';
import { answers } from '../../net/answers';
import type { Api } from '../../net/api';
import type { LogicalClock } from '../../net/logical-clock';
import type { People } from '../../people/people';
import { createFreshness } from '../own-view/freshness';

interface Needs {
  api: Api;
  order: LogicalClock;
  people: Pick<People, 'onList'>;
}

/** In seconds; null or nothing if they stay. */
interface Told {
  id: number;
  expires_in?: number | null | undefined;
}

/** No account has this number. */
export const NOBODY_SAID = 0;

export const createLifetimes = ({ api, order, people }: Needs) => {
  const lifetimes = signal<Record<number, number>>({});
  /** By friend: who changed it while this page is open. */
  const news = signal<Record<number, number>>({});
  const freshness = createFreshness(order);
  const said = (friend_id: number, expires_in: number | null, changed_by?: number): void => {
    if (changed_by !== undefined) news.value = { ...news.value, [friend_id]: changed_by };
    const { [friend_id]: _, ...others } = lifetimes.value;
    lifetimes.value = expires_in === null ? others : { ...others, [friend_id]: expires_in };
  };
  /** A list that was asked for then says it of these; of whom it does not tell stays as it is. */
  const listed = (list: Told[], asked: number): void => {
    for (const { id, expires_in } of list) {
      if (expires_in === undefined || !freshness.listed(id, asked)) continue;
      if (expires_in === (lifetimes.value[id] ?? null)) continue;
      // That nothing disappears any more is a line, too, though a list does not tell whose wish it was.
      said(id, expires_in, expires_in === null ? NOBODY_SAID : undefined);
    }
  };
  people.onList(listed);
  return {
    /** In seconds; null if messages stay. */
    of: (friend_id: number): number | null => lifetimes.value[friend_id] ?? null,
    /** Undefined if nobody changed it since the conversation was opened. */
    changedBy: (friend_id: number): number | undefined => news.value[friend_id],
    /** The line about it was there to be read. */
    forgetNews(friend_id: number): void {
      const { [friend_id]: _, ...others } = news.value;
      news.value = others;
    },
    heard(friend_id: number, expires_in: number | null, changed_by?: number): void {
      freshness.heard(friend_id);
      said(friend_id, expires_in, changed_by);
    },
    listed,
    /** From the next message on. @throws ApiError */
    async choose(friend_id: number, expires_in: number | null): Promise<void> {
      const path = `/conversations/${friend_id}`;
      const asked = freshness.ask();
      const answer = await api.ask('PUT', path, answers.lifetime, { body: { expires_in } });
      if (freshness.answered(friend_id, asked)) said(friend_id, answer.expires_in);
    },
  };
};

export type Lifetimes = ReturnType<typeof createLifetimes>;
