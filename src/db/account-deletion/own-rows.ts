// Rows that belong to one account only, and are deleted at once.
import { eq, or, type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Drizzle } from '../file/drizzle';
import { prepared } from '../file/drizzle';
import { contacts, drafts, partial_uploads, reactions } from '../schema/chats';
import { public_keys, vault_keys, vaults } from '../schema/keys';
import {
  blocks,
  friend_links,
  friend_requests,
  invite_uses,
  invites,
  knownNetworks,
  privacy,
  sessions,
} from '../schema/people';
import { push_settings, push_subscriptions } from '../schema/push';

const value = sql.placeholder;

export const createOwnRows = (db: Drizzle) => {
  const of = (column: AnySQLiteColumn) => eq(column, value('user_id'));
  const rows: [SQLiteTable, SQL | undefined][] = [
    [friend_requests, or(of(friend_requests.from_user_id), of(friend_requests.to_user_id))],
    [friend_links, or(of(friend_links.inviter_id), of(friend_links.guest_id))],
    [contacts, of(contacts.user_id)],
    [push_subscriptions, of(push_subscriptions.user_id)],
    [push_settings, of(push_settings.user_id)],
    [privacy, of(privacy.user_id)],
    [partial_uploads, of(partial_uploads.user_id)],
    [sessions, of(sessions.user_id)],
    [knownNetworks, of(knownNetworks.user_id)],
    [public_keys, of(public_keys.user_id)],
    [vaults, of(vaults.user_id)],
    [vault_keys, of(vault_keys.user_id)],
    [invites, of(invites.user_id)],
    [invite_uses, of(invite_uses.user_id)],
    [blocks, or(of(blocks.user_id), of(blocks.blocked_id))],
    [drafts, of(drafts.sender_id)],
    [reactions, of(reactions.user_id)],
  ];
  const deletions = rows.map(([table, which]) =>
    prepared(() => db.delete(table).where(which).prepare()),
  );
  return {
    delete(user_id: number): void {
      for (const each of deletions) each.run({ user_id });
    },
  };
};
