// The half of the client that only somebody who is signed in needs: messages and what brings, keeps,
// finds and notifies them. It is loaded by itself (session/inside-loading).
import type { Message } from '../../protocol/objects';
import type { Base } from './base';
import { createBase } from './base';
import { createCalling } from './calling';
import type { LazyCalls } from './calls/lazy-calls';
import { createExports } from './exports/exports';
import { createActions } from './messages/actions';
import { createChangeQueue } from './messages/change-queue';
import { createChosenFiles } from './messages/chosen-files';
import { createConversations } from './messages/conversations';
import { createOpener } from './messages/decrypter';
import { createDrafts } from './messages/drafts';
import { createExpiring } from './messages/expiring/expiring';
import { createLifetimes } from './messages/expiring/lifetimes';
import { createMedia } from './messages/media/media';
import { createOverlays } from './messages/media/overlays';
import { createMediaRanges } from './messages/media/ranges';
import { createSharing } from './messages/media/sharing';
import { createBackfill } from './messages/offline/backfill';
import { createCoverage } from './messages/offline/coverage';
import { createDeviceUsage } from './messages/offline/device-usage';
import { createFileCache } from './messages/offline/file-cache';
import { followLateStores } from './messages/offline/late-stores';
import { createPendingChanges } from './messages/offline/pending-changes';
import { createOfflineReader } from './messages/offline/reader';
import { createStartRecord } from './messages/offline/start-record';
import { createRoom } from './messages/offline/storage-room';
import { createOfflineWriter } from './messages/offline/writer';
import { createDelivery } from './messages/outbox/delivery';
import { migrateEarlier } from './messages/outbox/migration';
import { createOutbox } from './messages/outbox/outbox';
import { createWaiting } from './messages/outbox/waiting';
import { createChanging } from './messages/own-edits';
import { createArrangements } from './messages/own-view/arrangements';
import { createSilences } from './messages/own-view/silences';
import { createQuotes } from './messages/quotes';
import { createReceipts } from './messages/receipts';
import { createSeen } from './messages/rollback-guard';
import { createTable } from './messages/table';
import { createTyping } from './messages/typing';
import { createFresh } from './messages/undo/fresh';
import { createUploads } from './messages/uploads';
import { createVoice } from './messages/voice/voice';
import { createPages } from './messages/window/pages';
import { createUnreadLine } from './messages/window/unread-line';
import { createWindows } from './messages/window/window';
import { createCatchUp } from './net/catch-up';
import type { ServerSocket } from './net/socket';
import { createSocket } from './net/socket';
import { createFormerKeys } from './people/former-keys';
import { createPresenceHere } from './push/presence-here';
import { createPush } from './push/push';
import { createSounds } from './push/sounds';
import { createSearch } from './search/search';
import type { Inside } from './session/inside-loading';
import { beginLock } from './session/lock-timer';
import { createSync } from './sync';
import { createPanel } from './ui/panel';

/** What was said, where it stands, and what this device keeps of it. */
const createTimelines = (base: Base, socket: () => ServerSocket) => {
  const seen = createSeen(base);
  const pendingChanges = createPendingChanges(base);
  const expiring = createExpiring({
    ...base,
    keep: (all) => offlineWriter.keepMeta('expiring', all),
  });
  const lifetimes = createLifetimes(base);
  const { isTheirs } = base.keys;
  const { isOver } = expiring;
  const table = createTable(base.userId, isTheirs, seen, pendingChanges, isOver, base.order);
  const windows = createWindows(table);
  const ranges = createMediaRanges({ ...base, table });
  const silences = createSilences(base);
  const arrangements = createArrangements(base);
  const settings = { arrangements, lifetimes, silences };
  const conversations = createConversations({ ...base, ...settings, table, windows });
  const opener = createOpener(base);
  const coverage = createCoverage(table);
  const room = createRoom({ ...base, coverage });
  const written = { arrangements, conversations, coverage, room, silences, table };
  const offlineWriter = createOfflineWriter({ ...base, ...written });
  const offlineReader = createOfflineReader(base);
  const isAway = () => !socket().isConnected();
  const untilKnown = (within_ms?: number) => socket().untilKnown(within_ms);
  const catchUp = createCatchUp(base.clock);
  const unreadLine = createUnreadLine({ ...base, catchUp, table, windows, conversations });
  const queued = { table, windows, ranges, conversations, opener, offlineWriter, seen, expiring };
  const changes = createChangeQueue({ ...base, ...queued, unreadLine });
  const placed = { changes, conversations, table, unreadLine, windows };
  const pages = createPages({ ...base, ...placed, isAway, offlineReader, untilKnown });
  const offline = { offlineReader, offlineWriter, coverage, room, pendingChanges };
  expiring.onOver(async (friend_id, id) => {
    if (!(await changes.apply({ type: 'deleted', friend_id, id }))) await pages.loadList();
  });
  const media = createMedia({ pages, ranges, windows });
  const more = { ...settings, expiring, media, opener, pages, ranges, seen };
  return { ...placed, ...offline, ...more, catchUp, isAway };
};

const createMessages = (base: Base, socket: () => ServerSocket) => {
  const timelines = createTimelines(base, socket);
  const { changes, conversations, pages, silences, table, windows } = timelines;
  const changing = createChanging({ ...base, ...timelines });
  const fresh = createFresh(base);
  const removeSent = ({ id, receiver_id }: Message) =>
    changing.removeMessage({ id, sender_id: base.userId(), receiver_id });
  const receipts = createReceipts({ ...base, ...timelines, ...changing, socket });
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
    changing,
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
  /** What views read and call. */
  const shown = {
    ...{ actions, chosenFiles, conversations, drafts, exports, fresh, pages, quotes },
    ...{
      arrangements: timelines.arrangements,
      lifetimes: timelines.lifetimes,
      media: timelines.media,
    },
    ...{ overlays, receipts, search, sharing, silences, typing, uploads, voice, windows },
  };
  return { ...all, ...shown, shown };
};

type Messages = ReturnType<typeof createMessages>;

/** What the entry asks of this half. */
const createFace = (
  base: Base,
  messages: Messages,
  { calls, socket }: { calls: LazyCalls; socket: ServerSocket },
  follow: () => void,
): Inside => {
  const { userId, people, unsentStore } = base;
  const { chosenFiles, drafts, offlineWriter, outbox, pages, pendingChanges, seen, sharing } =
    messages;
  const startRecord = createStartRecord({ ...base, offlineWriter });
  const formerKeys = createFormerKeys(base);
  const { begun, read } = followLateStores({ ...base, ...messages, startRecord });
  return {
    async paint() {
      const friends = await pages.paintList();
      if (friends) people.restore(friends);
    },
    async beforeReady() {
      follow();
      await base.offline.open(userId());
      const typed = unsentStore.open(userId()).then(() => migrateEarlier(base, userId()));
      await read();
      await Promise.all([startRecord.begin(), typed, seen.open(), messages.voice.begin()]);
      await Promise.all([drafts.start(), outbox.start(), pendingChanges.start()]);
      begun();
    },
    async onReady() {
      await startRecord.keep(socket);
      socket.start();
      void formerKeys.begin(base.keys.isFirstEdition()).catch(() => {});
    },
    openConversation: messages.actions.openConversation,
    away: socket.away,
    isBusy: () =>
      outbox.hasUnsent() ||
      chosenFiles.hasAny() ||
      sharing.waiting.value !== null ||
      calls.isInCall(),
    removeNow: messages.changing.removeNow,
    forgetTyped: unsentStore.clear,
    stopKeeping: offlineWriter.stop,
  };
};

/** What the views read and call. */
const createModels = (base: Base, messages: Messages, socket: ServerSocket) => ({
  ...messages.shown,
  panel: createPanel(),
  isOnline: socket.isOnline,
  isCatchingUp: messages.catchUp.isUnderWay,
  naming: base.naming,
  offline: {
    trouble: base.offline.trouble,
    dismiss: base.offline.dismiss,
    walked: messages.coverage.all,
    searchedBack: messages.offlineReader.backTo,
    mostMessages: messages.room.most,
    keepMessages: messages.room.setMost,
    usage: createDeviceUsage({ ...base, ...messages }),
  },
});

/** Nothing happens before the vault is open. */
export const createInside = (needs: Parameters<typeof createBase>[0]) => {
  const base = createBase(needs);
  const messages = createMessages(base, () => socket);
  const pushModel = createPush(base);
  const presenceHere = createPresenceHere({ ...base, ...messages, socket: () => socket });
  const sounds = createSounds({ ...base, ...messages, pushModel });
  const calling = createCalling(base, pushModel, () => socket);
  const { calls } = calling;
  const socket: ServerSocket = createSocket(
    base,
    createSync({ ...base, ...messages, ...calling, presenceHere, pushModel }),
  );
  base.tab.onClose(() => base.unsentStore.isMemoryOnly() || messages.pendingChanges.isMemoryOnly());
  base.tab.onWake(() => void messages.drafts.refresh());
  const follow = () => {
    presenceHere.follow();
    sounds.follow();
    void beginLock(base, calls.isInCall);
  };
  return {
    inside: createFace(base, messages, { calls, socket }, follow),
    models: {
      ...createModels(base, messages, socket),
      ...calling,
      ...{ presenceHere, push: pushModel, sounds },
    },
  };
};

export type InsideModels = ReturnType<typeof createInside>['models'];
