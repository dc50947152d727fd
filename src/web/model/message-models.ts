// Everything that is known and done of messages: made here once, each from the ones before it.
import type { Message } from '../../protocol/objects';
import type { Base } from './base';
import { createExports } from './exports/exports';
import { createActions } from './messages/actions';
import { createChangeQueue } from './messages/change-queue';
import { createChosenFiles } from './messages/chosen-files';
import { createConversations } from './messages/conversations';
import { createDecrypter } from './messages/decrypter';
import { createDrafts } from './messages/drafts';
import { createExpiring } from './messages/expiring/expiring';
import { createLifetimes } from './messages/expiring/lifetimes';
import { createMedia } from './messages/media/media';
import { createOverlays } from './messages/media/overlays';
import { createPreparedFiles } from './messages/media/prepared-files';
import { createMediaRanges } from './messages/media/ranges';
import { createSharing } from './messages/media/sharing';
import { createBackfill } from './messages/offline/backfill';
import { createCoverage } from './messages/offline/coverage';
import { createFileCache } from './messages/offline/file-cache';
import { createPendingChanges } from './messages/offline/pending-changes';
import { createOfflineReader } from './messages/offline/reader';
import { createStorageRoom } from './messages/offline/storage-room';
import { createOfflineWriter } from './messages/offline/writer';
import { createDelivery } from './messages/outbox/delivery';
import { createOutbox } from './messages/outbox/outbox';
import { createWaiting } from './messages/outbox/waiting';
import { createOwnEdits } from './messages/own-edits';
import { createArrangements } from './messages/own-view/arrangements';
import { createSilences } from './messages/own-view/silences';
import { createQuotes } from './messages/quotes';
import { createMessageReceipts } from './messages/receipts';
import { createRollbackGuard } from './messages/rollback-guard';
import { createMessageTable } from './messages/table';
import { createTyping } from './messages/typing';
import { createFresh } from './messages/undo/fresh';
import { createUploads } from './messages/uploads';
import { createVoice } from './messages/voice/voice';
import { createHistoryPages } from './messages/window/pages';
import { createUnreadLine } from './messages/window/unread-line';
import { createWindows } from './messages/window/window';
import { createCatchUp } from './net/catch-up';
import type { ServerSocket } from './net/socket';
import { createSearch } from './search/search';

/** What was said, where it stands, and what this device keeps of it. */
const createTimelines = (base: Base, socket: () => ServerSocket) => {
  const seen = createRollbackGuard(base);
  const pendingChanges = createPendingChanges(base);
  const expiring = createExpiring({
    ...base,
    keep: (all) => offlineWriter.keepMeta('expiring', all),
  });
  const lifetimes = createLifetimes(base);
  const { isTheirs } = base.keys;
  const { isOver } = expiring;
  const table = createMessageTable(base.userId, isTheirs, seen, pendingChanges, isOver, base.order);
  const windows = createWindows(table);
  const ranges = createMediaRanges({ ...base, table });
  const silences = createSilences(base);
  const arrangements = createArrangements(base);
  const settings = { arrangements, lifetimes, silences };
  const conversations = createConversations({ ...base, ...settings, table, windows });
  const decrypter = createDecrypter(base);
  const coverage = createCoverage(table);
  const room = createStorageRoom({ ...base, coverage });
  const written = { arrangements, conversations, coverage, room, silences, table };
  const offlineWriter = createOfflineWriter({ ...base, ...written });
  const offlineReader = createOfflineReader({ ...base, written: offlineWriter.flush });
  const isAway = () => !socket().isConnected();
  const untilKnown = (within_ms?: number) => socket().untilKnown(within_ms);
  const catchUp = createCatchUp(base.clock);
  const unreadLine = createUnreadLine({ ...base, catchUp, table, windows, conversations });
  const queued = {
    table,
    windows,
    ranges,
    conversations,
    decrypter,
    offlineWriter,
    seen,
    expiring,
  };
  const changes = createChangeQueue({ ...base, ...queued, unreadLine });
  const placed = { changes, conversations, table, unreadLine, windows };
  const pages = createHistoryPages({ ...base, ...placed, isAway, offlineReader, untilKnown });
  const offline = { offlineReader, offlineWriter, coverage, room, pendingChanges };
  expiring.onOver(async (friend_id, id) => {
    if (!(await changes.apply({ type: 'deleted', friend_id, id }))) await pages.loadList();
  });
  const media = createMedia({ pages, ranges, windows });
  const more = { ...settings, expiring, media, decrypter, pages, ranges, seen };
  return { ...placed, ...offline, ...more, catchUp, isAway };
};

/** The models of messages; `shown` are those that views read and call. */
export const createMessageModels = (base: Base, socket: () => ServerSocket) => {
  const timelines = createTimelines(base, socket);
  const { changes, conversations, pages, silences, table, windows } = timelines;
  const ownEdits = createOwnEdits({ ...base, ...timelines });
  const fresh = createFresh(base);
  const removeSent = ({ id, receiver_id }: Message) =>
    ownEdits.removeMessage({ id, sender_id: base.userId(), receiver_id });
  const receipts = createMessageReceipts({ ...base, ...timelines, ...ownEdits, socket });
  const typing = createTyping({ ...base, socket });
  const drafts = createDrafts(base);
  const chosenFiles = createChosenFiles();
  const sharing = createSharing({ ...base, chosenFiles, drafts });
  const fileCache = createFileCache(base);
  const uploads = createUploads({ ...base, fileCache });
  const me = () => base.account.me.value;
  const exports = createExports({ ...base, ...timelines, fileCache, me });
  const voice = createVoice({ ...base, uploads, windows });
  const waiting = createWaiting({ ...base, changes, uploads });
  const deliver = createDelivery({ ...base, changes, removeSent, table, uploads, waiting });
  const isOnline = () => socket().isOnline.value;
  const outbox = createOutbox({ ...base, deliver, fresh, isOnline, removeSent, waiting });
  const quotes = createQuotes(table, pages, base.userId);
  const backfill = createBackfill({ ...base, ...timelines });
  const all = {
    ...timelines,
    backfill,
    ownEdits,
    receipts,
    typing,
    drafts,
    outbox,
    uploads,
    fresh,
    sharing,
    voice,
  };
  const actions = createActions({ ...base, ...all });
  const overlays = createOverlays(base);
  const search = createSearch({ ...base, ...timelines });
  const shown = {
    actions,
    chosenFiles,
    conversations,
    drafts,
    exports,
    fresh,
    pages,
    quotes,
    arrangements: timelines.arrangements,
    lifetimes: timelines.lifetimes,
    media: timelines.media,
    overlays,
    preparedFiles: createPreparedFiles(base),
    receipts,
    search,
    sharing,
    silences,
    typing,
    uploads,
    voice,
    windows,
  };
  return { ...all, ...shown, shown };
};

export type MessageModels = ReturnType<typeof createMessageModels>;
