// The conversations that are silent, and until when: the same on all devices of a person, and over by
// itself.
import { signal } from '@preact/signals';
import { answers } from '../../net/answers';
import type { Api } from '../../net/api';
import type { LogicalClock } from '../../net/logical-clock';
import type { People } from '../../people/people';
import type { Clock } from '../../platform';
import { timer_ms_max } from '../../platform';
import { createFreshness } from './freshness';

interface Needs {
  api: Api;
  clock: Clock;
  order: LogicalClock;
  people: Pick<People, 'onList'>;
}

interface Told {
  id: number;
  muted_until?: string | null | undefined;
}

/** As `always`. */
const FOR_EVER = '9999-12-31T00:00:00.000Z';
/** Whoever chose it on another client, it is no date that anyone waits for. */
const for_ever_ms = Date.parse('2200-01-01T00:00:00.000Z');

export const createSilences = ({ api, clock, order, people }: Needs) => {
  /** By friend, in ms; only what is not over yet. */
  const until = signal<Record<number, number>>({});
  const freshness = createFreshness(order);
  let cancel = () => {};

  const replace = (next: [number, number][]): void => {
    const now = clock.now();
    const lasting = next.filter(([, end]) => end > now);
    until.value = Object.fromEntries(lasting);
    cancel();
    const first = Math.min(...lasting.map(([, end]) => end));
    if (lasting.length === 0) return;
    cancel = clock.after(Math.min(first - now, timer_ms_max), () => replace(all()));
  };
  const all = (): [number, number][] =>
    Object.entries(until.value).map(([id, end]) => [Number(id), end]);
  /** Null if it is not silent. */
  const silenced = (friend_id: number, muted_until: string | null): void => {
    const others = all().filter(([id]) => id !== friend_id);
    replace(muted_until === null ? others : [...others, [friend_id, Date.parse(muted_until)]]);
  };

  /** A list that was asked for then says it of these; of whom it does not tell stays as it is. */
  const listed = (list: Told[], asked: number): void => {
    const told = list.filter(
      ({ id, muted_until }) => muted_until !== undefined && freshness.listed(id, asked),
    );
    const ids = new Set(told.map(({ id }) => id));
    const silent = told.flatMap(({ id, muted_until }): [number, number][] =>
      muted_until ? [[id, Date.parse(muted_until)]] : [],
    );
    replace([...all().filter(([id]) => !ids.has(id)), ...silent]);
  };
  people.onList(listed);

  return {
    isSilent: (friend_id: number): boolean => until.value[friend_id] !== undefined,
    isForEver: (friend_id: number): boolean => (until.value[friend_id] ?? 0) >= for_ever_ms,
    /** As the server has it, for what is kept here. */
    mutedUntil(friend_id: number): string | null {
      const end = until.value[friend_id];
      return end === undefined ? null : new Date(end).toISOString();
    },
    /** The server says so. */
    heard(friend_id: number, muted_until: string | null): void {
      freshness.heard(friend_id);
      silenced(friend_id, muted_until);
    },
    listed,
    /** For so long from now; null ends it. */
    async silence(friend_id: number, ms: number | 'always' | null): Promise<void> {
      const end = typeof ms === 'number' ? new Date(clock.now() + ms).toISOString() : FOR_EVER;
      const body = { muted_until: ms === null ? null : end };
      const asked = freshness.ask();
      const answer = await api.ask('PUT', `/conversations/${friend_id}`, answers.silenced, {
        body,
      });
      if (freshness.answered(friend_id, asked)) silenced(friend_id, answer.muted_until);
    },
  };
};

export type Silences = ReturnType<typeof createSilences>;
