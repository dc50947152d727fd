// What a conversation shows when it is opened, and what is loaded again after a gap.
import { page_messages_max } from '../../../../protocol/limits';
import { answers } from '../../net/answers';
import type { Api } from '../../net/api';
import type { Clock } from '../../platform';
import type { ChangeQueue } from '../change-queue';
import type { Conversations } from '../conversations';
import type { OfflineReader } from '../offline/reader';
import type { MessageTable } from '../table';
import { createFindMessage } from './find-message';
import { loadOnceForAll } from './list-load';
import { createPageLoad } from './page-load';
import type { UnreadLine } from './unread-line';
import type { Windows } from './window';
import {
  createLoading,
  createOpening,
  createScrolling,
  half_page_messages,
} from './window-loading';

/** A line that is neither there nor lost for longer is of no use. */
const known_ms_max = 30_000;

interface Needs {
  api: Api;
  clock: Clock;
  changes: ChangeQueue;
  offlineReader: OfflineReader;
  table: MessageTable;
  windows: Windows;
  conversations: Conversations;
  unreadLine: UnreadLine;
  /** The server was asked what came meanwhile; false if its answer takes too long. */
  untilKnown: (within_ms?: number) => Promise<boolean>;
  isAway: () => boolean;
}

/** More is unread than the newest page holds, with some of what stands above it. */
const isFar = (unread: number): boolean => unread > page_messages_max - half_page_messages;

/** To the first unread message, or to the end. */
const createComingBack = (
  { offlineReader, windows, conversations, unreadLine, untilKnown }: Needs,
  { loadNewest, openFar }: ReturnType<typeof createOpening>,
) => {
  /** With nothing to read meanwhile, one waits for what is unread, so that nothing counts as seen. */
  const untilKnownWithoutKept = async (friend_id: number): Promise<void> => {
    const kept = await offlineReader.page(friend_id, {}, 1);
    if ((kept?.messages.length ?? 0) === 0) await untilKnown(known_ms_max);
  };

  return async (friend_id: number): Promise<void> => {
    const counted = conversations.unreadOf(friend_id);
    // What is kept is drawn at once, and the reader set down at its line: it is never that of last time.
    const wasDrawn = windows.windowOf(friend_id)?.next_after === null;
    windows.changeKnown(friend_id, (window) =>
      wasDrawn ? unreadLine.withLine(friend_id, window) : { ...window, unread_from: null },
    );
    const drawn = windows.windowOf(friend_id)?.unread_from;
    if (!(await untilKnown())) await untilKnownWithoutKept(friend_id);
    const known = windows.windowOf(friend_id);
    const count = conversations.unreadOf(friend_id);
    const isAtEnd = known !== undefined && known.next_after === null && !known.isStale;
    // Whoever has read on meanwhile keeps the line that they were set down at, unless more is unread
    // than was known when it was drawn.
    const line = known?.unread_from ?? null;
    const keepsLine = line !== null && (line !== drawn || count <= counted);
    if (isFar(count)) await openFar(friend_id, count);
    else if (!isAtEnd) await loadNewest(friend_id, keepsLine);
    else if (!keepsLine) unreadLine.cameBack(friend_id);
  };
};

export const createHistoryPages = (needs: Needs) => {
  const { api, changes, offlineReader, table, windows } = needs;
  const pageLoad = createPageLoad(needs);
  const loading = createLoading(windows);
  const opening = createOpening(needs, pageLoad, loading);
  const { loadNewest, loadAround } = opening;
  const comeBack = createComingBack(needs, opening);

  const loadList = loadOnceForAll(async (): Promise<void> => {
    const read = async () => {
      const asked = table.now();
      return changes.apply({
        type: 'list',
        listed: await api.get('/conversations', answers.conversations),
        asked,
      });
    };
    // The newest of one was deleted while the list was on its way.
    if (!(await read())) await read();
  }, needs.clock);
  /** What this device keeps of it. Gives the friends that were known. */
  const paintList = async () => {
    const asked = table.now();
    const painted = await offlineReader.list();
    if (painted === null) return null;
    await changes.apply({ type: 'list', listed: painted.listed, asked, isKept: true });
    return painted.friends;
  };

  return {
    loadNewest,
    loadAround,
    loadList,
    paintList,
    ...createFindMessage(pageLoad),
    /** One page into the table; `arrange` says what became of it. @throws ApiError */
    page: pageLoad.load,
    ...createScrolling(needs, pageLoad, loading),
    comeBack,
    /** After events were missed: the list, and the conversation that is open by then. */
    async reload(openedNow: () => number | null): Promise<void> {
      await loadList();
      const opened = openedNow();
      windows.keepOnly(opened);
      const known = opened === null ? undefined : windows.windowOf(opened);
      if (opened === null || known === undefined) return;
      const middle = known.refs[Math.floor(known.refs.length / 2)];
      const newest = known.refs.findLast(({ id }) => id > 0);
      if (known.next_after !== null && middle) await loadAround(opened, middle.id);
      // The newest page would not join what is read: more was missed than it holds.
      else if (newest && isFar(needs.conversations.unreadOf(opened))) {
        await loadAround(opened, newest.id, {
          older: Math.min(known.refs.length, page_messages_max),
        });
      } else await loadNewest(opened, true);
    },
  };
};

export type HistoryPages = ReturnType<typeof createHistoryPages>;
