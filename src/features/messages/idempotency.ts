// The same `client_id` again is the same message or the same edit, and changes nothing.
import { createHmac } from 'node:crypto';
import type { MessageRow } from '../../db/messages/message';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';
import type { Draft } from './model';

const keyed = (secret: Uint8Array, parts: unknown[]) =>
  createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url');

/** Distinguishes drafts even after a deletion; meaningless without the server's key. */
export const draftHash = (secret: Uint8Array, draft: Draft): string => {
  const { receiver_id, content, message_type = 'text', is_encrypted = false } = draft;
  const { file_id = null, reply_to = null } = draft;
  const parts = [receiver_id, content, message_type, is_encrypted, file_id, reply_to];
  // Hashed as before where it isn't named.
  const { expires_in } = draft;
  return keyed(secret, expires_in === undefined ? parts : [...parts, expires_in]);
};

export const editHash = (secret: Uint8Array, message_id: number, content: string): string =>
  keyed(secret, ['edit', message_id, content]);

/**
 * The message that this draft became before, as it now is. If its hash can't be compared any more,
 * `isMeant` decides. @throws clientIdReused
 */
export const sentBefore = (
  { messages, drafts_uncompared_up_to }: Pick<World, 'messages' | 'drafts_uncompared_up_to'>,
  me: { id: number },
  { client_id, hash }: { client_id: string; hash: string },
  isMeant: (row: MessageRow) => boolean,
) => {
  const known = messages.draft(me.id, client_id);
  if (known === undefined) return undefined;
  const row = messages.byId(known.message_id);
  const isSame =
    known.draft_hash === hash ||
    (known.message_id <= drafts_uncompared_up_to && row !== undefined && isMeant(row));
  if (!isSame) throw new Refusal('clientIdReused');
  if (row === undefined) throw new Refusal('noSuchMessage');
  return row;
};
