// What there is to push; a call rings by pushes of its own. By hand: every push reads here at the moment
// of sending, and people who talk fast must not notice.
import type { Database } from 'bun:sqlite';
import { prepared } from '../file/drizzle';
import type { MessageRow, Sees, Side } from '../messages/message';
import { sees } from '../messages/message';
import type { PushSubscription } from './subscriptions';

/** A device that hears at all, as far as a new message needs to know it. */
export type Listener = Pick<PushSubscription, 'id' | 'session_id' | 'service'>;

interface Unpushed {
  user_id: number;
  friend_id: number;
}

export const createPushUnread = (database: Database) => {
  const listeners = prepared(() =>
    database.prepare<Listener, [number]>(
      `SELECT id, session_id, service FROM push_subscriptions
     WHERE user_id = ? AND state IN ('good', 'quiet')`,
    ),
  );
  const alive = prepared(() =>
    database.prepare<PushSubscription, [number, number]>(
      `SELECT push_subscriptions.* FROM push_subscriptions
     JOIN sessions ON sessions.id = push_subscriptions.session_id
     WHERE push_subscriptions.id = ? AND state IN ('good', 'quiet') AND sessions.expires_at > ?`,
    ),
  );
  const mark = prepared(() =>
    database.prepare<{ message_id: number }, [number, number]>(
      'SELECT message_id FROM push_marks WHERE subscription_id = ? AND friend_id = ?',
    ),
  );
  const setMark = prepared(() =>
    database.prepare<unknown, [number, number, number]>(
      `INSERT INTO push_marks (subscription_id, friend_id, message_id) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET message_id = max(message_id, excluded.message_id)`,
    ),
  );
  const newest = (column: Sees) =>
    prepared(() =>
      database.prepare<MessageRow, [number, number, number]>(
        `SELECT * FROM messages WHERE conversation_id = ? AND id > ? AND receiver_id = ?
           AND read_at IS NULL AND deleted_at IS NULL AND call_id IS NULL AND ${column} = 1
         ORDER BY id DESC LIMIT 1`,
      ),
    );
  const newestOf = { low_sees: newest('low_sees'), high_sees: newest('high_sees') };
  const badge = prepared(() =>
    database.prepare<{ unread: number | null }, [number, number]>(
      `SELECT sum(unread) AS unread FROM contacts
     WHERE user_id = ? AND coalesce(muted_until, 0) <= ?`,
    ),
  );
  const since = prepared(() =>
    database.prepare<{ created_at: number }, [number]>(
      'SELECT created_at FROM messages WHERE id >= ? ORDER BY id LIMIT 1',
    ),
  );
  const last = prepared(() =>
    database.prepare<{ id: number | null }, []>('SELECT max(id) AS id FROM messages'),
  );
  const unpushed = prepared(() =>
    database.prepare<Unpushed, [number, number, number]>(
      `SELECT DISTINCT messages.receiver_id AS user_id, messages.sender_id AS friend_id
     FROM messages JOIN contacts
       ON contacts.user_id = messages.receiver_id AND contacts.friend_id = messages.sender_id
     WHERE messages.id BETWEEN ?1 AND ?2 AND messages.id > contacts.delivered_up_to
       AND read_at IS NULL AND deleted_at IS NULL AND call_id IS NULL
       AND EXISTS (SELECT 1 FROM push_subscriptions WHERE user_id = messages.receiver_id)
     LIMIT ?3`,
    ),
  );

  const lastId = (): number => last.get()?.id ?? 0;

  /** The first message from that time on, by halves: ids grow with the time. */
  const firstSince = (at: number): number => {
    let low = 1;
    let high = lastId() + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const created_at = since.get(middle)?.created_at ?? Number.POSITIVE_INFINITY;
      if (created_at >= at) high = middle;
      else low = middle + 1;
    }
    return low;
  };

  return {
    listeners: (user_id: number): Listener[] => listeners.all(user_id),
    /** The subscription, if pushes still go there and its session is not over. */
    alive: (id: number, now: number): PushSubscription | undefined =>
      alive.get(id, now) ?? undefined,
    mark: (subscription_id: number, friend_id: number): number =>
      mark.get(subscription_id, friend_id)?.message_id ?? 0,
    setMark: (subscription_id: number, friend_id: number, message_id: number): void =>
      void setMark.run(subscription_id, friend_id, message_id),
    /** The newest message after that id that the person has not read, and can. */
    newest: (side: Side, after: number): MessageRow | undefined =>
      newestOf[sees(side)].get(side.conversation_id, after, side.user_id) ?? undefined,
    /** Unread messages of all conversations that are not silenced. */
    badge: (user_id: number, now: number): number => badge.get(user_id, now)?.unread ?? 0,
    /** The newest message of all, 0 if there is none. */
    lastId,
    /**
     * Conversations with messages from that time on, as far as the id `up_to`, that reached nobody and
     * were read by nobody.
     */
    unpushedSince: (at: number, up_to: number, limit: number): Unpushed[] =>
      unpushed.all(firstSince(at), up_to, limit),
  };
};

export type PushUnread = ReturnType<typeof createPushUnread>;
