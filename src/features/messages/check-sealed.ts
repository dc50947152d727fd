// A sealed message in the known format must be well formed, for these two people, under their
// current keys. The server decrypts nothing.

import type { SealedHeader } from '../../protocol/envelope';
import { SEALED_PREFIX } from '../../protocol/envelope';
import { Refusal } from '../../protocol/errors';
import { examineSealed } from '../../values/sealed';
import type { World } from '../../world';

interface Claim {
  sender_id: number;
  receiver_id: number;
  content: string;
  message_type: string;
  is_encrypted: boolean;
  /** The `mid`: of the message, or of the edit. */
  client_id: string | null | undefined;
  /** The first `mid`, if this is an edit. */
  edits?: string | null;
}

/** The header; undefined if the content is opaque. @throws undecryptable */
export const headerOf = (claim: Claim): SealedHeader | undefined => {
  if (!claim.is_encrypted || !claim.content.startsWith(`${SEALED_PREFIX}.`)) return undefined;
  const header = examineSealed(claim.content);
  const fits =
    header.from === claim.sender_id &&
    header.to === claim.receiver_id &&
    header.mid === claim.client_id &&
    header.type === claim.message_type &&
    (header.edits ?? null) === (claim.edits ?? null);
  if (!fits) throw new Refusal('undecryptable', { field: 'content' });
  return header;
};

/** @throws staleKey with the current key of the person whose key has changed */
export const mustBeCurrent = ({ keys }: Pick<World, 'keys'>, header: SealedHeader | undefined) => {
  if (header === undefined) return;
  for (const [user_id, key_id] of [
    [header.from, header.from_key],
    [header.to, header.to_key],
  ] as const) {
    const current = keys.current(user_id);
    if (current?.key_id === key_id) continue;
    const { key_id: known = null, version = null } = current ?? {};
    throw new Refusal('staleKey', { user_id, key_id: known, version });
  }
};
