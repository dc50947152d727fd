// A message as this device keeps it: as it was sealed, or, if it was not, sealed by the device's key.
import type { Message } from '../../../../protocol/objects';
import type { Engine, KeptText } from '../../../crypto/engine';
import type { KeptMessage } from '../../store/offline/schema';
import { keyOf } from '../item';

type Inside = Pick<Message, 'content' | 'file'>;

export const keptKeyOf = (message: Message): string =>
  keyOf({ ...message, client_id: message.client_id ?? `#${message.id}` });

/** In place of what is sealed beside it. */
const without = ({ file: _, ...message }: Message): Message => ({ ...message, content: '' });

const insideOf = ({ content, file }: Message): Inside => ({ content, ...(file ? { file } : {}) });

export const keptMessages = async (
  engine: Engine,
  all: { friend_id: number; message: Message }[],
): Promise<KeptMessage[]> => {
  const plain = all.filter(({ message }) => !message.is_encrypted);
  const texts = plain.map(({ message }) => JSON.stringify(insideOf(message)));
  const sealed = texts.length > 0 ? await engine.sealKept(texts) : [];
  const sealedOf = new Map(
    plain.map(({ message }, at): [Message, KeptText | undefined] => [message, sealed[at]]),
  );
  return all.map(({ friend_id, message }) => {
    const own = sealedOf.get(message);
    const key = keptKeyOf(message);
    const file = message.file ? { file_id: message.file.id } : {};
    const kept = { id: message.id, friend_id, key, ...file };
    return own ? { ...kept, message: without(message), sealed: own } : { ...kept, message };
  });
};

/** As the server gave them; one that is damaged is left out. */
export const messagesOfKept = async (engine: Engine, all: KeptMessage[]): Promise<Message[]> => {
  const sealed = all.flatMap((each) => (each.sealed ? [each.sealed] : []));
  const opened = sealed.length > 0 ? await engine.openKept(sealed) : [];
  const textOf = new Map(sealed.map((each, at) => [each, opened[at] ?? null]));
  return all.flatMap(({ message, sealed: own }) => {
    if (own === undefined) return [message];
    const text = textOf.get(own) ?? null;
    return text === null ? [] : [{ ...message, ...(JSON.parse(text) as Inside) }];
  });
};
