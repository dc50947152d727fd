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
import type { Moves } from './moves';
import { createMoves } from './moves';
import { createPageLoad } from './page-load';
import type { UnreadLine } from './unread-line';
import type { Windows } from './window';
import {
  createLoading,
  createOpening,
  createScrolling,
  half_page_messages,
} from './window-loading';
import type { Window } from './window-rules';

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
  {
    offlineReader,
    windows,
    conversations,
    moves,
    unreadLine,
    untilKnown,
  }: Needs & { moves: Moves },
  { loadNewest, openFar }: ReturnType<typeof createOpening>,
) => {
  /** With nothing to read meanwhile, one waits for what is unread, so that nothing counts as seen. */
  const untilKnownWithoutKept = async (friend_id: number): Promise<void> => {
    const kept = await offlineReader.page(friend_id, {}, 1);
    if ((kept?.messages.length ?? 0) === 0) await untilKnown(known_ms_max);
  };

  return async (friend_id: number): Promise<void> => {
    const { isStill } = moves.begin(friend_id);
    const counted = conversations.unreadOf(friend_id);
    // What is kept is drawn at once, and the reader set down at its line: it is never that of last time.
    const wasDrawn = windows.windowOf(friend_id)?.next_after === null;
    windows.changeKnown(friend_id, (window) =>
      wasDrawn ? unreadLine.withLine(friend_id, window) : { ...window, unread_from: null },
    );
    const drawn = windows.windowOf(friend_id)?.unread_from;
    if (!(await untilKnown())) await untilKnownWithoutKept(friend_id);
    // Whoever went to another place of it meanwhile stays there.
    if (!isStill()) return;
    const known = windows.windowOf(friend_id);
    const count = conversations.unreadOf(friend_id);
    const isAtEnd = known !== undefined && known.next_after === null && !known.isStale;
    // Whoever has read on meanwhile keeps the line that they were set down at, unless more is unread
    // than was known when it was drawn.
    const line = known?.unread_from ?? null;
    const keepsLine = line !== null && (line !== drawn || count <= counted);
    if (isFar(count)) await openFar(friend_id, count, isStill);
    else if (!isAtEnd) await loadNewest(friend_id, { keepsLine });
    else if (!keepsLine) unreadLine.cameBack(friend_id);
  };
};

/** What is shown of a conversation, again after events were missed, wherever its reader is by then. */
const createLoadingAgain = (
  { windows, conversations }: Needs,
  { loadNewest, loadAround }: ReturnType<typeof createOpening>,
) => {
  const once = async (friend_id: number, { refs, next_after }: Window): Promise<boolean> => {
    const older = Math.ceil(refs.length / 2);
    const middle = refs[older - 1];
    const newest = refs.findLast(({ id }) => id > 0);
    // All that it held: its reader may be anywhere in it.
    if (next_after !== null && middle) {
      const newer = Math.max(1, refs.length - older);
      return loadAround(friend_id, middle.id, { older, newer, isAgain: true });
    }
    // The newest page would not join what is read: more was missed than it holds.
    if (newest && isFar(conversations.unreadOf(friend_id))) {
      return loadAround(friend_id, newest.id, { older: refs.length, isAgain: true });
    }
    return loadNewest(friend_id, { keepsLine: true, isAgain: true });
  };
  return async (friend_id: number): Promise<void> => {
    for (;;) {
      const known = windows.windowOf(friend_id);
      if (known === undefined || (await once(friend_id, known))) return;
    }
  };
};

export const createHistoryPages = (given: Needs) => {
  const needs = { ...given, moves: createMoves() };
  const { api, changes, offlineReader, table, windows } = needs;
  const pageLoad = createPageLoad(needs);
  const loading = createLoading(windows);
  const opening = createOpening(needs, pageLoad, loading);
  const { loadNewest, loadAround } = opening;
  const comeBack = createComingBack(needs, opening);
  const loadAgain = createLoadingAgain(needs, opening);

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
    /** Somebody goes somewhere in a conversation. Says whether they have gone nowhere else since. */
    go: needs.moves.go,
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
      if (opened !== null) await loadAgain(opened);
    },
  };
};

export type HistoryPages = ReturnType<typeof createHistoryPages>;
