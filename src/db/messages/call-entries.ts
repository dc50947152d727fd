// The messages that calls leave, and what they tell of them.
import type { Database } from 'bun:sqlite';
import type { CallView } from '../../protocol/objects';
import { prepared } from '../file/drizzle';
import type { Counting } from './counting';

interface CallEntry {
  conversation_id: number;
  caller_id: number;
  callee_id: number;
  content: string;
  call_id: string;
  is_unread: boolean;
  now: number;
}

export const createCallEntries = (database: Database, count: Counting) => {
  const insert = prepared(() =>
    database.prepare<unknown, [number, number, number, string, string, number, number | null]>(
      `INSERT INTO messages (conversation_id, sender_id, receiver_id, content, message_type,
         is_encrypted, call_id, created_at, read_at)
       VALUES (?, ?, ?, ?, 'text', 0, ?, ?, ?)`,
    ),
  );
  const view = prepared(() =>
    database.prepare<CallView, [string]>(
      'SELECT id, kind, outcome, duration_s FROM calls WHERE id = ? AND ended_at IS NOT NULL',
    ),
  );
  return {
    /** Stores it and counts it on both sides; the caller is its sender. Returns its id. */
    addCallEntry(entry: CallEntry): number {
      const { conversation_id, caller_id, callee_id, content, call_id, is_unread, now } = entry;
      const read_at = is_unread ? null : now;
      const { lastInsertRowid } = insert.run(
        conversation_id,
        caller_id,
        callee_id,
        content,
        call_id,
        now,
        read_at,
      );
      const id = Number(lastInsertRowid);
      count({ id, sender_id: caller_id, receiver_id: callee_id, content }, is_unread);
      return id;
    },
    callOf: (call_id: string | null): CallView | undefined =>
      call_id === null ? undefined : (view.get(call_id) ?? undefined),
  };
};
