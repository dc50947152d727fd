// The pictures, files, links and voices of a conversation: loaded from where one looks, older and newer
// ones as one goes on.

import type { Item } from '../item';
import type { HistoryPages } from '../window/pages';
import type { Windows } from '../window/window';
import type { MediaKind } from './kinds';
import type { MediaRanges } from './ranges';

interface Needs {
  pages: Pick<HistoryPages, 'page'>;
  ranges: MediaRanges;
  windows: Pick<Windows, 'windowOf'>;
}

/** A page for those who look at its first screen, and those for all that follows. */
const first_messages = 100;
const page_messages = 250;

const createLoading = ({ pages, ranges }: Needs) => {
  const load = async (friend_id: number, act: () => Promise<void>): Promise<void> => {
    ranges.change(friend_id, { isLoading: true });
    await act().finally(() => ranges.change(friend_id, { isLoading: false }));
  };
  return {
    newest: (friend_id: number): Promise<void> => {
      const to = ranges.of(friend_id)?.to;
      return pages.page(friend_id, {}, first_messages, (entries, { next_before }) => {
        // Meanwhile somebody looks elsewhere.
        if (ranges.of(friend_id)?.to !== to) return;
        const from = next_before === null ? 1 : (entries[0]?.item.id ?? 1);
        const range = { from, to: Number.POSITIVE_INFINITY, next_before, next_after: null };
        ranges.set(friend_id, { ...range, isLoading: false });
      });
    },
    older: (friend_id: number, before: number): Promise<void> =>
      load(friend_id, () =>
        pages.page(friend_id, { before }, page_messages, (entries, { next_before }) => {
          if (ranges.of(friend_id)?.next_before !== before) return;
          const from = next_before === null ? 1 : (entries[0]?.item.id ?? before);
          ranges.change(friend_id, { from, next_before });
        }),
      ),
    newer: (friend_id: number, after: number): Promise<void> =>
      load(friend_id, () =>
        pages.page(friend_id, { after }, page_messages, (entries, { next_after = null }) => {
          if (ranges.of(friend_id)?.next_after !== after) return;
          const last = entries.at(-1)?.item.id ?? after;
          const to = next_after === null ? Number.POSITIVE_INFINITY : last;
          ranges.change(friend_id, { to, next_after });
        }),
      ),
  };
};

export const createMedia = (needs: Needs) => {
  const { ranges, windows } = needs;
  const loading = createLoading(needs);
  const ofWindow = (friend_id: number, id: number): boolean => {
    const window = windows.windowOf(friend_id);
    const sent = window?.refs.filter((ref) => ref.id > 0) ?? [];
    const [first, last] = [sent[0]?.id, sent.at(-1)?.id];
    if (window === undefined || first === undefined || last === undefined) return false;
    if (id < first || id > last) return false;
    const isEnd = window.next_after === null && !window.isStale;
    ranges.set(friend_id, {
      from: window.next_before === null ? 1 : first,
      to: isEnd ? Number.POSITIVE_INFINITY : last,
      next_before: window.next_before,
      next_after: isEnd ? null : (window.next_after ?? last),
      isLoading: false,
    });
    return true;
  };
  /** False at the end. */
  const go = async (friend_id: number, way: 'older' | 'newer'): Promise<boolean> => {
    const range = ranges.of(friend_id);
    const next = way === 'older' ? range?.next_before : range?.next_after;
    if (range === undefined || next === null || next === undefined || range.isLoading) return false;
    await loading[way](friend_id, next);
    return true;
  };
  return {
    /** The oldest first. */
    items: (friend_id: number, kind: MediaKind): Item[] => ranges.items(friend_id, kind),
    isLoading: (friend_id: number): boolean => ranges.of(friend_id)?.isLoading ?? false,
    hasOlder: (friend_id: number): boolean => ranges.of(friend_id)?.next_before != null,
    hasNewer: (friend_id: number): boolean => ranges.of(friend_id)?.next_after != null,
    isReady: (friend_id: number): boolean => ranges.of(friend_id) !== undefined,
    /** From a message that is shown, with what is shown around it. */
    beginAt(friend_id: number, id: number): void {
      if (!ranges.holds(friend_id, id)) ofWindow(friend_id, id);
    },
    /** From the newest message. @throws ApiError */
    async begin(friend_id: number): Promise<void> {
      const known = ranges.of(friend_id);
      if (known === undefined || known.next_after !== null) await loading.newest(friend_id);
    },
    /** @throws ApiError */
    older: (friend_id: number): Promise<boolean> => go(friend_id, 'older'),
    newer: (friend_id: number): Promise<boolean> => go(friend_id, 'newer'),
  };
};

export type Media = ReturnType<typeof createMedia>;
