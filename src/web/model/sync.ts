// Routes the events of the socket to the models that own them.
import type { ServerFrame } from '../../protocol/events';
import type { LazyCalls } from './calls/lazy-calls';
import type { LazyDoctor } from './doctor/lazy-doctor';
import type { Keys } from './keys/keys';
import type { Notices } from './keys/notices';
import type { ChangeQueue } from './messages/change-queue';
import type { Conversations } from './messages/conversations';
import type { Expiring } from './messages/expiring/expiring';
import type { Lifetimes } from './messages/expiring/lifetimes';
import type { MediaRanges } from './messages/media/ranges';
import { createMessageEvents } from './messages/message-events';
import type { Backfill } from './messages/offline/backfill';
import { createTakeOver } from './messages/offline/take-over';
import type { OfflineWriter } from './messages/offline/writer';
import type { Outbox } from './messages/outbox/outbox';
import type { OwnEdits } from './messages/own-edits';
import type { Arrangements } from './messages/own-view/arrangements';
import { heardConversation } from './messages/own-view/hearing';
import type { Silences } from './messages/own-view/silences';
import type { MessageReceipts } from './messages/receipts';
import type { MessageTable } from './messages/table';
import type { Typing } from './messages/typing';
import type { HistoryPages } from './messages/window/pages';
import type { UnreadLine } from './messages/window/unread-line';
import type { Windows } from './messages/window/window';
import type { Api } from './net/api';
import { isPassing } from './net/api-error';
import type { CatchUp } from './net/catch-up';
import type { Frame } from './net/frames';
import type { SocketListener } from './net/socket-listener';
import type { Links } from './people/links';
import type { People } from './people/people';
import type { PresenceHere } from './push/presence-here';
import type { PushModel } from './push/push';
import type { Account } from './session/account';
import type { Screen } from './ui/screen';
import type { Update } from './ui/update';

interface Needs {
  account: Account;
  api: Api;
  backfill: Backfill;
  calls: LazyCalls;
  catchUp: CatchUp;
  doctor: LazyDoctor;
  conversations: Conversations;
  changes: ChangeQueue;
  ownEdits: OwnEdits;
  offlineWriter: OfflineWriter;
  keys: Keys;
  expiring: Pick<Expiring, 'forget'>;
  lifetimes: Pick<Lifetimes, 'heard'>;
  links: Links;
  notices: Notices;
  outbox: Outbox;
  pages: HistoryPages;
  people: People;
  presenceHere: PresenceHere;
  pushModel: PushModel;
  ranges: Pick<MediaRanges, 'clear'>;
  receipts: MessageReceipts;
  arrangements: Arrangements;
  silences: Silences;
  screen: Screen;
  table: MessageTable;
  typing: Typing;
  unreadLine: Pick<UnreadLine, 'forget'>;
  update: Update;
  windows: Windows;
}

/** If the account ended, all that was said goes, which only the list of conversations says. */
const endFriendship = async ({ pages, people }: Needs, friend_id: number): Promise<void> => {
  await people.removed(friend_id);
  await Promise.all([people.load(), pages.loadList()]);
};

/** Each frame goes to one model; nothing waits for another frame's answer. */
const createReceive = (needs: Needs) => {
  const { account, changes, keys, links, notices, outbox, people, receipts, typing } = needs;
  const events = createMessageEvents({ ...needs, userId: account.userId });
  const isMe = (id: number) => id === account.userId();

  return async (frame: ServerFrame): Promise<unknown> => {
    switch (frame.type) {
      case 'new_message':
      case 'message_sent':
        return events.message(frame.data, true);
      case 'message_edited':
        return events.message(frame.data, false);
      case 'message_reaction':
        return changes.apply({ type: 'reacted', ...frame.data });
      case 'call_entry':
        return events.callEntry(frame.data);
      case 'message_deleted':
        return events.deleted(frame.data.friend_id, frame.data.message_id);
      case 'message_read':
        return events.read(frame.data);
      case 'message_delivered':
        return receipts.delivered(frame.data.friend_id, frame.data.up_to);
      case 'typing':
        return typing.received(frame.data.user_id, frame.data.active);
      case 'user_status': {
        const { user_id, status } = frame.data;
        if (isMe(user_id)) account.changed({ status });
        return people.changed(user_id, { status, last_seen: frame.timestamp });
      }
      case 'profile_updated': {
        const { user_id, ...person } = frame.data;
        if (isMe(user_id)) account.changed(person);
        return people.changed(user_id, person);
      }
      case 'privacy_changed':
        return account.changed({ privacy: frame.data });
      case 'key_changed': {
        const { user_id, key_id } = frame.data;
        if (!isMe(user_id)) return keys.keyChanged(user_id);
        // Another device made a new key, or this one did, and knows it.
        return key_id === keys.ownKeyId() ? undefined : keys.reload();
      }
      case 'conversation_changed':
        return heardConversation(needs, frame.data);
      case 'friend_proof':
        return links.hear(frame.data);
      case 'vault_changed':
        await outbox.decidedElsewhere(() => keys.vaultChanged(frame.data.vault_version));
        return needs.ownEdits.tellChanges();
      case 'vault_refused':
        return notices.tell('vaultRefused', frame.timestamp);
      case 'push_shown':
        return needs.pushModel.heard(frame.data.push_id);
      case 'push_state':
        return needs.pushModel.start().then(needs.pushModel.load);
      case 'friend_request':
      case 'friend_request_closed':
      case 'friend_accepted':
        return people.load();
      case 'friend_removed':
        return endFriendship(needs, frame.data.friend_id);
      case 'call_test':
        return needs.doctor.heard(frame as Frame);
      default:
        needs.doctor.heard(frame as Frame);
        return needs.calls.heard(frame as Frame);
    }
  };
};

/** What came while the connection was lost, or just before that, is told to be here. */
const tellDelivered = ({ conversations, receipts }: Needs): void => {
  for (const { friend, preview, unread_count } of conversations.list.value) {
    if (preview && preview.id > 0 && unread_count > 0) {
      receipts.tellDelivered(friend.id, preview.id);
    }
  }
};

/** All that may have changed while nobody told. */
const createReload =
  ({ keys, offlineWriter, outbox, pages, people, screen }: Needs) =>
  async (): Promise<void> => {
    // The vault, too: between the look at it at the sign-in and this connection.
    const caughtUp = outbox.decidedElsewhere(() => keys.catchUp()).catch(() => {});
    await Promise.all([people.load(), pages.reload(() => screen.opened.value), caughtUp]);
    offlineWriter.listed();
  };

/** Handles one frame. False if that failed for want of a connection. */
const createFrameHandler =
  ({ catchUp, changes, offlineWriter }: Needs, receive: ReturnType<typeof createReceive>) =>
  async (frame: Frame): Promise<boolean> => {
    const { seq } = frame;
    const received = receive(frame as ServerFrame).then(
      () => true,
      (error) => !isPassing(error),
    );
    // What is told without a number is told again with each connection.
    if (seq === undefined) return true;
    catchUp.came(seq, changes.applied());
    // What this device keeps goes no further than what was dealt with.
    offlineWriter.came(seq);
    const isDone = await received;
    offlineWriter.done(seq);
    return isDone;
  };

export const createSync = (needs: Needs): SocketListener => {
  const { catchUp, conversations, changes, keys, offlineWriter, outbox } = needs;
  const { people, receipts, screen, table } = needs;
  const receive = createReceive(needs);
  const reload = createReload(needs);
  const takeOver = createTakeOver(needs, (frame) => receive(frame as ServerFrame));
  offlineWriter.onTakeOver(takeOver.begin);
  return {
    hello(epoch, seq, isResumed, since) {
      catchUp.begin(isResumed ? since : seq, seq);
      offlineWriter.hello(epoch, seq, isResumed);
    },
    gap() {
      needs.windows.stale();
      needs.ranges.clear();
      // Of keys that changed meanwhile nobody told.
      keys.forgetPeers();
    },
    reload: () => catchUp.during(reload()),
    // Presence is sent only when it changes, so it has to be read.
    resumed: () => void people.load().catch(() => {}),
    lost() {
      people.connectionLost();
      outbox.endRequests();
      needs.calls.lost();
    },
    serverHas: needs.update.serverHas,
    ready() {
      // Before all that can wait: somebody waits for this at the other end.
      needs.calls.ready();
      receipts.tellAgain();
      tellDelivered(needs);
      const opened = screen.opened.value;
      if (opened !== null) {
        void changes.openAgain(opened);
        void keys.meet(opened).catch(() => {});
      }
      outbox.endRequests();
      void outbox.flush().catch(() => {});
      needs.presenceHere.connected();
      void needs.pushModel.start().catch(() => {});
      void needs.ownEdits.tellChanges().catch(() => {});
      takeOver.again();
      needs.backfill.start();
    },
    restored() {
      screen.tellRestored();
      // Messages and keys may be others than before.
      table.clear();
      needs.expiring.forget();
      conversations.clear();
      keys.forgetPeers();
      receipts.forget();
      needs.unreadLine.forget();
      void needs.ownEdits.restored().catch(() => {});
    },
    async restoredAt(at) {
      await keys.serverRestored(at);
    },
    receive: createFrameHandler(needs, receive),
  };
};
