// Builds the client: each model gets the models that it depends on. Nothing happens before `start`.
import type { Ground } from './ground';
import { createGround } from './ground';
import { createActions } from './messages/actions';
import { createChangeQueue } from './messages/change-queue';
import { createChosenFiles } from './messages/chosen-files';
import { createConversations } from './messages/conversations';
import { createOpener } from './messages/decrypter';
import { createDrafts } from './messages/drafts';
import { createBackfill } from './messages/offline/backfill';
import { createCoverage } from './messages/offline/coverage';
import { createKeeping } from './messages/offline/keeping';
import { createKeptFiles } from './messages/offline/kept-files';
import { createKeptPages } from './messages/offline/kept-pages';
import { createPendingChanges } from './messages/offline/pending-changes';
import { createRoom } from './messages/offline/room';
import { createDelivery } from './messages/outbox/delivery';
import { migrateEarlier } from './messages/outbox/migration';
import { createOutbox } from './messages/outbox/outbox';
import { createWaiting } from './messages/outbox/waiting';
import { createChanging } from './messages/own-edits';
import { createQuotes } from './messages/quotes';
import { createReceipts } from './messages/receipts';
import { createSeen } from './messages/rollback-guard';
import { createSilences } from './messages/silences';
import { createTable } from './messages/table';
import { createTyping } from './messages/typing';
import { createUploads } from './messages/uploads';
import { createPages } from './messages/window/pages';
import { createUnreadLine } from './messages/window/unread-line';
import { createWindows } from './messages/window/window';
import { createSecureAddress } from './net/secure-address';
import type { ServerSocket } from './net/socket';
import { createSocket } from './net/socket';
import type { Parts } from './parts';
import { createFormerKeys } from './people/former-keys';
import { createPresenceHere } from './push/presence-here';
import type { PushModel } from './push/push';
import { createPush } from './push/push';
import { createSounds } from './push/sounds';
import { createSearch } from './search/search';
import { createDevices } from './session/devices';
import { createInvitationLink } from './session/invitation-link';
import { createOfflineStart } from './session/offline-start';
import { createPassword } from './session/password';
import { createPasswordStrength } from './session/password-strength';
import { createRegister } from './session/register';
import { createSignIn } from './session/sign-in';
import { createSignOut } from './session/sign-out';
import { createUnlock } from './session/unlock';
import { createLocalStore } from './store/local-store';
import { createSync } from './sync';
import { createConfirm } from './ui/confirm';
import { createTheme } from './ui/theme';
import { createToast } from './ui/toast';
import { createUpdate } from './ui/update';

const createMessages = (ground: Ground, socket: () => ServerSocket) => {
  const seen = createSeen(ground);
  const pendingChanges = createPendingChanges(ground);
  const table = createTable(ground.userId, ground.keys.isTheirs, seen, pendingChanges);
  const windows = createWindows(table);
  const silences = createSilences(ground);
  const conversations = createConversations({ ...ground, silences, table, windows });
  const opener = createOpener(ground);
  const coverage = createCoverage(table);
  const room = createRoom({ ...ground, coverage });
  const keeping = createKeeping({ ...ground, conversations, coverage, room, silences, table });
  const kept = createKeptPages(ground);
  const isAway = () => !socket().isConnected();
  const queued = { table, windows, conversations, opener, keeping, seen };
  const changes = createChangeQueue({ ...ground, ...queued });
  const unreadLine = createUnreadLine({ table, windows, conversations });
  const untilKnown = () => socket().untilKnown();
  const loading = { changes, table, windows, conversations, unreadLine, kept, isAway, untilKnown };
  const pages = createPages({ ...ground, ...loading });
  const changing = createChanging({ ...ground, changes, isAway, pages, pendingChanges, table });
  const { markLater } = changing;
  const receipts = createReceipts({ ...ground, socket, windows, markLater });
  const typing = createTyping({ ...ground, socket });
  const drafts = createDrafts(ground);
  const chosenFiles = createChosenFiles();
  const uploads = createUploads({ ...ground, keptFiles: createKeptFiles(ground) });
  const waiting = createWaiting({ ...ground, changes, uploads });
  const deliver = createDelivery({ ...ground, changes, table, uploads, waiting });
  const isOnline = () => socket().isOnline.value;
  const outbox = createOutbox({ ...ground, deliver, isOnline, waiting });
  const quotes = createQuotes(table, pages, ground.userId);
  const backfill = createBackfill({ ...ground, coverage, isAway, keeping, opener, room, table });
  const keptModels = { kept, keeping, backfill, coverage, room, pendingChanges, changing };
  const placed = { table, windows, unreadLine, conversations, changes, pages };
  const all = { ...placed, ...keptModels, seen, receipts, typing, drafts, outbox };
  const actions = createActions({ ...ground, ...all });
  const search = createSearch({ ...ground, kept, opener, table });
  /** What views read and call. */
  const shown = {
    actions,
    chosenFiles,
    conversations,
    drafts,
    pages,
    quotes,
    receipts,
    search,
    silences,
    typing,
    uploads,
    windows,
  };
  return { ...all, ...shown, shown };
};

type Messages = ReturnType<typeof createMessages>;

/** Signing in, opening the vault, signing out. */
const createSession = (
  ground: Ground,
  messages: Messages,
  socket: () => ServerSocket,
  pushModel: PushModel,
) => {
  const { userId, unsentStore, localStore, offline, people } = ground;
  const { keeping, pages } = messages;
  const offlineStart = createOfflineStart({ ...ground, keeping });
  const link = createInvitationLink(ground);
  const devices = createDevices(ground);
  const signOut = createSignOut({
    ...ground,
    devices,
    tabStore: createLocalStore(ground.tabStore),
    forgetPush: pushModel.forget,
    async forgetTyped() {
      await unsentStore.clear();
      const typed = new RegExp(`^(draft|outbox) ${userId()}( |$)`);
      for (const name of localStore.names()) if (typed.test(name)) localStore.remove(name);
    },
    async lockKept() {
      await offlineStart.forget();
      await offline.lock(userId());
    },
    async wipeKept(isChangesKept) {
      keeping.stop();
      await offlineStart.forget();
      await offline.wipe(userId(), isChangesKept);
    },
  });
  const formerKeys = createFormerKeys(ground);
  const unlock = createUnlock({
    ...ground,
    devices,
    link,
    async paint() {
      const friends = await pages.paintList();
      if (friends) people.restore(friends);
    },
    async beforeReady() {
      await offline.open(userId());
      const typed = unsentStore.open(userId()).then(() => migrateEarlier(ground, userId()));
      await Promise.all([offlineStart.begin(), typed, messages.seen.open()]);
      const { drafts, outbox, pendingChanges } = messages;
      await Promise.all([drafts.start(), outbox.start(), pendingChanges.start()]);
    },
    async onReady() {
      await offlineStart.keep(socket());
      socket().start();
      void formerKeys.begin(ground.keys.isFirstEdition()).catch(() => {});
    },
    openConversation: messages.actions.openConversation,
  });
  const away = () => socket().away();
  const signIn = createSignIn({ ...ground, link, signOut, unlock, offlineStart, away });
  const register = createRegister({ ...ground, link, signOut, unlock });
  const secureAddress = createSecureAddress(ground);
  return {
    link,
    secureAddress,
    ...signOut,
    ...signIn,
    ...unlock,
    ...register,
    ...devices,
    ...createPassword(ground),
    ...createPasswordStrength(),
  };
};

const createOwnUpdate = (ground: Ground, { outbox, chosenFiles }: Messages) =>
  createUpdate({
    ...ground,
    tabStore: createLocalStore(ground.tabStore),
    isBusy: () =>
      outbox.hasUnsent() || chosenFiles.hasAny() || ground.screen.dialogs.value.length > 0,
  });

/** `language` as the server's answers are to have it. */
export const createApp = (parts: Parts, language: () => 'zh' | 'en') => {
  const ground = createGround(parts, language);
  const messages = createMessages(ground, () => socket);
  const pushModel = createPush({ ...ground, language });
  const { link, ...session } = createSession(ground, messages, () => socket, pushModel);
  const presenceHere = createPresenceHere({ ...ground, ...messages, socket: () => socket });
  const sounds = createSounds({ ...ground, ...messages, pushModel });
  const update = createOwnUpdate(ground, messages);
  const sync = createSync({ ...ground, ...messages, presenceHere, pushModel, update });
  const socket: ServerSocket = createSocket(ground, sync);
  const { account, api, keys, notices, people, pins, screen, localStore } = ground;
  api.listen({
    over: session.over,
    time: (date) => screen.clockIsOff(parts.clock.now() - Date.parse(date)),
  });
  parts.tab.onClose(ground.unsentStore.isMemoryOnly);
  parts.tab.onWake(() => void messages.drafts.refresh());
  const screens = {
    screen,
    toast: createToast(parts.clock),
    confirm: createConfirm(),
    theme: createTheme(localStore),
  };
  const { isOnline } = socket;
  return {
    ...screens,
    ...messages.shown,
    account,
    invitation: link,
    isOnline,
    keys,
    notices,
    offline: {
      trouble: ground.offline.trouble,
      dismiss: ground.offline.dismiss,
      walked: messages.coverage.all,
      searchedBack: messages.kept.backTo,
      mostMessages: messages.room.most,
      keepMessages: messages.room.setMost,
    },
    people,
    pins,
    presenceHere,
    push: pushModel,
    session,
    sounds,
    update,
    localStore,
  };
};

export type App = ReturnType<typeof createApp>;
