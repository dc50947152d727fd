// The half of the client that only somebody who is signed in needs: messages and what brings, keeps,
// finds and notifies them. It is loaded by itself (session/signed-in-loading).
import type { Base } from './base';
import { createBase } from './base';
import { createCalling } from './calling';
import type { LazyCalls } from './calls/lazy-calls';
import type { MessageModels } from './message-models';
import { createMessageModels } from './message-models';
import { createDeviceUsage } from './messages/offline/device-usage';
import { followLateStores } from './messages/offline/late-stores';
import { createStartRecord } from './messages/offline/start-record';
import { migrateEarlier } from './messages/outbox/migration';
import type { ServerSocket } from './net/socket';
import { createSocket } from './net/socket';
import { createFormerKeys } from './people/former-keys';
import { createPresenceHere } from './push/presence-here';
import { createPush } from './push/push';
import { createSounds } from './push/sounds';
import { beginLock } from './session/lock-timer';
import type { SignedInLifecycle } from './session/signed-in-loading';
import { createSync } from './sync';
import { createPanel } from './ui/panel';

/** What the core asks of this half. */
const createLifecycle = (
  base: Base,
  messages: MessageModels,
  { calls, socket }: { calls: LazyCalls; socket: ServerSocket },
  follow: () => void,
): SignedInLifecycle => {
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
      unsentStore.isDraftMemoryOnly() ||
      pendingChanges.isMemoryOnly() ||
      chosenFiles.hasAny() ||
      sharing.waiting.value !== null ||
      calls.isInCall(),
    removeNow: messages.ownEdits.removeNow,
    forgetTyped: unsentStore.clear,
    stopKeeping: offlineWriter.stop,
  };
};

/** What the views read and call. */
const createModels = (base: Base, messages: MessageModels, socket: ServerSocket) => ({
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
export const createSignedIn = (needs: Parameters<typeof createBase>[0]) => {
  const base = createBase(needs);
  const messages = createMessageModels(base, () => socket);
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
    lifecycle: createLifecycle(base, messages, { calls, socket }, follow),
    models: {
      ...createModels(base, messages, socket),
      ...calling,
      presenceHere,
      push: pushModel,
      sounds,
    },
  };
};

export type SignedInModels = ReturnType<typeof createSignedIn>['models'];
