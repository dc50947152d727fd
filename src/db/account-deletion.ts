// How an account goes: at once for everyone who looks, then batch by batch off the disk, so that
// a long history holds nobody up; a crash in between leaves the row, and the next start goes on.
import type { Database } from 'bun:sqlite';
import { account_deletion_batch_events, account_deletion_batch_messages } from '../protocol/limits';
import type { EndedSessions } from './ended-sessions';
import type { EventLog } from './ledger/event-log';
import type { MessageRow } from './messages/message';
import type { Search } from './messages/search';

export interface DeletedAccount {
  /** Who were friends. */
  friend_ids: number[];
  /**
   * Pending requests that go with the account, and who knows of them: whoever asked, also where
   * it was hidden from the one that goes, for silence would tell.
   */
  requests: { id: number; other_id: number }[];
  session_ids: number[];
}

// Events tell of rows; those of messages that go become what a deletion tells.
const CONVERT = `UPDATE events SET type = 'message_deleted', detail = json_object('friend_id', ?1)
  WHERE user_id = ?2
    AND type IN ('new_message', 'message_sent', 'message_edited', 'message_reaction')
    AND subject_id IN (SELECT id FROM messages WHERE conversation_id = ?3)`;

const OF_USER = [
  'DELETE FROM friend_requests WHERE from_user_id = ?1 OR to_user_id = ?1',
  'DELETE FROM contacts WHERE user_id = ?1',
  'DELETE FROM sessions WHERE user_id = ?1',
  'DELETE FROM homes WHERE user_id = ?1',
  'DELETE FROM public_keys WHERE user_id = ?1',
  'DELETE FROM vaults WHERE user_id = ?1',
  'DELETE FROM vault_keys WHERE user_id = ?1',
  'DELETE FROM invites WHERE user_id = ?1',
  'DELETE FROM invite_uses WHERE user_id = ?1',
  'DELETE FROM friend_links WHERE inviter_id = ?1 OR guest_id = ?1',
  'DELETE FROM blocks WHERE user_id = ?1 OR blocked_id = ?1',
  'DELETE FROM drafts WHERE sender_id = ?1',
  'DELETE FROM reactions WHERE user_id = ?1',
];

// The keys of names stay unique, and NUL is in no name.
const NOBODY = `UPDATE users SET username = '', username_key = char(0) || id, email = '',
    email_key = char(0) || id, avatar = '', kdf_salt = '', auth_hash = x'', look = NULL,
    capital_look = NULL, erased_at = ?2
  WHERE id = ?1`;

export const createAccountDeletion = (
  database: Database,
  search: Search,
  eventLog: Pick<EventLog, 'fold'>,
  ended: EndedSessions,
) => {
  const all = <Row>(sql: string, ...values: number[]) =>
    database.query<Row, number[]>(sql).all(...values);
  const run = (sql: string, ...values: number[]) => database.query(sql).run(...values).changes;

  const clearConversation = (id: number): void => {
    const rows = all<MessageRow>(
      'SELECT * FROM messages WHERE conversation_id = ? LIMIT ?',
      id,
      account_deletion_batch_messages,
    );
    for (const row of rows) {
      if (row.deleted_at === null) search.forget(row);
      run('DELETE FROM messages WHERE id = ?', row.id);
    }
    if (rows.length < account_deletion_batch_messages)
      run('DELETE FROM conversations WHERE id = ?', id);
  };

  return {
    /** From here on the account is nobody; inside a ledger job. */
    leave(user_id: number, now: number): DeletedAccount {
      eventLog.fold();
      const contacts = all<{ friend_id: number; conversation_id: number; is_friend: number }>(
        `SELECT friend_id, conversation_id, friends_since IS NOT NULL AS is_friend
         FROM contacts WHERE user_id = ?`,
        user_id,
      );
      const requests = all<DeletedAccount['requests'][number]>(
        `SELECT id, from_user_id + to_user_id - ?1 AS other_id FROM friend_requests
         WHERE outcome = 'pending'
           AND (from_user_id = ?1 AND is_hidden = 0 OR to_user_id = ?1)`,
        user_id,
      );
      ended.noteOthers(user_id, 0, now);
      const sessions = all<{ id: number }>('SELECT id FROM sessions WHERE user_id = ?', user_id);
      for (const { friend_id, conversation_id } of contacts) {
        run(CONVERT, user_id, friend_id, conversation_id);
        run('DELETE FROM contacts WHERE user_id = ? AND friend_id = ?', friend_id, user_id);
      }
      for (const sql of OF_USER) run(sql, user_id);
      run(
        `UPDATE files SET doomed_at = ?2
         WHERE doomed_at IS NULL AND (owner_id = ?1 OR receiver_id = ?1)`,
        user_id,
        now,
      );
      run(NOBODY, user_id, now);
      return {
        friend_ids: contacts.filter((each) => each.is_friend).map((each) => each.friend_id),
        requests,
        session_ids: sessions.map(({ id }) => id),
      };
    },
    /** The next batch of what is left; inside a ledger job. False where that was all. */
    clear(user_id: number): boolean {
      const [conversation] = all<{ id: number }>(
        'SELECT id FROM conversations WHERE low_user_id = ?1 OR high_user_id = ?1 LIMIT 1',
        user_id,
      );
      if (conversation !== undefined) {
        clearConversation(conversation.id);
        return true;
      }
      eventLog.fold();
      const events = run(
        `DELETE FROM events WHERE user_id = ?1 AND seq IN
           (SELECT seq FROM events WHERE user_id = ?1 LIMIT ?2)`,
        user_id,
        account_deletion_batch_events,
      );
      if (events > 0) return true;
      run('DELETE FROM users WHERE id = ?', user_id);
      return false;
    },
    /** Accounts whose erasure a crash cut short. */
    unfinished: (): number[] =>
      all<{ id: number }>('SELECT id FROM users WHERE erased_at IS NOT NULL').map(({ id }) => id),
  };
};

export type AccountDeletion = ReturnType<typeof createAccountDeletion>;
