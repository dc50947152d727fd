// Decrypts incoming messages; one that is already decrypted in the table is not decrypted again.
import type { Message } from '../../../protocol/objects';
import type { Decrypter } from './decrypter';
import { isSameInside } from './decrypter';
import type { Opened } from './item';
import { keyOf } from './item';
import type { Entry, MessageTable } from './table';

const insideOf = ({ item }: Entry): Opened => {
  const { text, reply_to, reply_mid, file, key_id, trouble, written_at, rev, mid } = item;
  const { isForwarded, album, expires_in } = item;
  if (trouble) return { body: null, key_id, trouble };
  const { id: _, seal, ...rest } = file ?? { id: '', seal: null, name: '', size: 0, type: '' };
  const body = {
    text,
    ...(reply_to === null ? {} : { reply_to }),
    ...(reply_mid === null ? {} : { reply_mid }),
    ...(written_at === null ? {} : { at: written_at }),
    ...(rev === 0 ? {} : { rev }),
    ...(isForwarded ? { forwarded: true as const } : {}),
    ...(album ? { album } : {}),
    ...(expires_in === null ? {} : { expires_in }),
    ...(seal ? { file: { ...rest, ...seal } } : {}),
  };
  return { body, mid, key_id, trouble: null };
};

/** `late` gets what is decrypted after the time limit. */
export const createDecryptOnce = (
  table: MessageTable,
  decrypter: Decrypter,
  late: (message: Message, opened: Opened) => void,
) => {
  const openings = new Map<string, Promise<Opened | null>>();

  const known = (message: Message): Opened | undefined => {
    const { client_id } = message;
    const entry =
      table.entryById(message.id) ??
      (client_id ? table.entryOf(keyOf({ ...message, client_id })) : undefined);
    if (!entry?.message || !isSameInside(entry.message, message)) return undefined;
    return entry.item.trouble?.reason === 'unreachable' ? undefined : insideOf(entry);
  };
  // All that the envelope is held to: the same bytes as somebody else's message are another.
  const nameOf = ({ id, client_id, edited_at, content, message_type, ...message }: Message) =>
    [id, client_id, message.sender_id, message.receiver_id, message_type, edited_at, content].join(
      ' ',
    );

  return {
    /** Null if it is not sealed. Twice at the same time, as answer and event: opened once. */
    async open(message: Message): Promise<Opened | null> {
      if (!message.is_encrypted) return null;
      const before = known(message);
      if (before) return before;
      const name = nameOf(message);
      const opening =
        openings.get(name) ?? decrypter.open(message, (opened) => late(message, opened));
      openings.set(name, opening);
      return opening;
    },
    /** It is in the table now. */
    done(message: Message): void {
      openings.delete(nameOf(message));
    },
  };
};
