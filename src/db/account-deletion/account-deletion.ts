// Deletes an account: at once for everyone who can see it, then batch by batch from the disk, so
// that a long history delays nobody. After a crash in between, the next start continues.
import { and, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { EndedSessions } from '../ended-sessions';
import type { Drizzle } from '../file/drizzle';
import { prepared } from '../file/drizzle';
import type { EventLog } from '../ledger/event-log';
import { deletionBatch } from '../messages/message';
import type { Search } from '../messages/search';
import { files } from '../schema/chats';
import { sessions, users } from '../schema/people';
import { createOwnRows } from './own-rows';
import { createRemains } from './remains';
import { createTraces, type DeletedAccount } from './traces';

const value = sql.placeholder;

export const createAccountDeletion = (
  db: Drizzle,
  search: Search,
  eventLog: Pick<EventLog, 'fold'>,
  ended: EndedSessions,
) => {
  const ownRows = createOwnRows(db);
  const traces = createTraces(db);
  const remains = createRemains(db);
  const sessionsOf = prepared(() =>
    db
      .select({ id: sessions.id })
      .from(sessions)
      .where(eq(sessions.user_id, value('user_id')))
      .prepare(),
  );
  const markFiles = prepared(() =>
    db
      .update(files)
      .set({ doomed_at: sql`${value('now')}` })
      .where(
        and(
          isNull(files.doomed_at),
          or(eq(files.owner_id, value('user_id')), eq(files.receiver_id, value('user_id'))),
        ),
      )
      .prepare(),
  );
  // Name keys stay unique: no name contains NUL.
  const key = sql`char(0) || ${users.id}`;
  const makeNobody = prepared(() =>
    db
      .update(users)
      .set({
        username: '',
        username_key: key,
        display_name: '',
        email: '',
        email_key: key,
        avatar: '',
        kdf_salt: '',
        auth_hash: Buffer.alloc(0),
        look: null,
        capital_look: null,
        erased_at: sql`${value('now')}`,
      })
      .where(eq(users.id, value('user_id')))
      .prepare(),
  );
  const unfinished = prepared(() =>
    db.select({ id: users.id }).from(users).where(isNotNull(users.erased_at)).prepare(),
  );

  const clearConversation = (id: number): void => {
    const rows = deletionBatch(remains.messages(id));
    for (const row of rows) {
      // Deleted ones have none, but for those whose words go later.
      if (row.content !== '') {
        search.forget({ ...row, is_encrypted: Number(row.is_encrypted) });
      }
      remains.deleteMessage(row);
    }
    if (rows.length === 0) remains.deleteConversation(id);
  };

  return {
    /** From here on the account is gone for everyone; inside a ledger job. */
    leave(user_id: number, now: number): DeletedAccount {
      eventLog.fold();
      const known = traces.contacts(user_id);
      const requests = traces.requests(user_id);
      ended.noteOthers(user_id, 0, now);
      const session_ids = sessionsOf.all({ user_id }).map(({ id }) => id);
      for (const { friend_id, conversation_id } of known) {
        traces.remove(friend_id, user_id, conversation_id);
      }
      ownRows.delete(user_id);
      markFiles.run({ user_id, now });
      makeNobody.run({ user_id, now });
      return {
        friend_ids: known.flatMap((each) => (each.friends_since === null ? [] : [each.friend_id])),
        requests,
        session_ids,
      };
    },
    /** The next batch of what is left; inside a ledger job. False when that was all. */
    clear(user_id: number): boolean {
      const conversation = remains.conversation(user_id);
      if (conversation !== undefined) {
        clearConversation(conversation);
        return true;
      }
      eventLog.fold();
      if (remains.deleteEvents(user_id)) return true;
      remains.deleteUser(user_id);
      return false;
    },
    /** Accounts whose deletion a crash cut short. */
    unfinished: (): number[] => unfinished.all().map(({ id }) => id),
  };
};

export type AccountDeletion = ReturnType<typeof createAccountDeletion>;
