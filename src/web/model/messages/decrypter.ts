// Decrypts messages, each once. If a key does not come in time, the message is shown unopened and is
// decrypted later.
import type { Message } from '../../../protocol/objects';
import type { Engine } from '../../crypto/engine';
import { isSealed, readEnvelope } from '../../crypto/header';
import { EngineFault } from '../keys/engine-client';
import type { Keys } from '../keys/keys';
import { ApiError } from '../net/api-error';
import type { Clock } from '../platform';
import type { Opened, Trouble } from './item';
import { otherOf } from './item';

const open_within_ms = 5_000;

interface Needs {
  engine: Pick<Engine, 'read'>;
  keys: Pick<Keys, 'isLearned' | 'isTheirs' | 'learnOld' | 'meet' | 'peerKey' | 'reload'>;
  clock: Clock;
  userId: () => number;
}

const troubleOf = (error: unknown): Trouble => {
  if (error instanceof EngineFault) return { reason: error.reason, key_id: error.key_id };
  return { reason: error instanceof ApiError ? 'unreachable' : 'tampered', key_id: null };
};

/** The same bytes of the same message: what was opened once need not be opened again. */
export const isSameInside = (one: Message, other: Message): boolean =>
  one.content === other.content &&
  one.client_id === other.client_id &&
  one.sender_id === other.sender_id &&
  one.receiver_id === other.receiver_id &&
  one.message_type === other.message_type &&
  (one.edited_at === undefined) === (other.edited_at === undefined);

/** A server that names others has them looked for in vain. */
const own_keys_max = 100;

/**
 * Another device made a key, and messages under it are here before the vault that has it. Each is looked
 * for once in the vault that is stored.
 */
const createOwnKeys = ({ keys }: Pick<Needs, 'keys'>) => {
  const looked = new Map<string, Promise<void>>();
  const look = (key_id: string): Promise<void> => {
    const looking = looked.get(key_id) ?? keys.reload();
    looked.set(key_id, looking);
    looking.catch(() => looked.delete(key_id));
    return looking;
  };
  return async <Value>(key_id: string, read: () => Promise<Value>): Promise<Value> => {
    try {
      return await read();
    } catch (error) {
      const isMissing =
        error instanceof EngineFault && error.reason === 'missing_key' && error.key_id === key_id;
      if (!isMissing || (looked.size >= own_keys_max && !looked.has(key_id))) throw error;
    }
    await look(key_id);
    return read();
  };
};

/** What the envelope is held to. */
const outsideOf = ({
  sender_id,
  receiver_id,
  message_type,
  client_id = '',
  edited_at,
}: Message) => ({
  ...{ from: sender_id, to: receiver_id, type: message_type },
  ...(edited_at === undefined ? { mid: client_id } : { edits: client_id }),
});

/** Of many, so many at once: a message that comes meanwhile does not wait behind all of them. */
export const decrypted_at_once = 50;

export const createDecrypter = ({ engine, keys, clock, userId }: Needs) => {
  /** Friends whose keys are being waited for too long already. */
  const slow = new Map<number, number>();

  const learn = async (friend_id: number, key_id: string): Promise<void> => {
    // Before this device is looked at, which answers each message by itself: a start asks once for all.
    const asked = keys.peerKey(friend_id);
    asked.catch(() => {});
    // Which key is current now is another question, and nobody waits for its answer.
    if (await keys.isLearned(key_id)) return;
    if ((await asked)?.key_id !== key_id) await keys.learnOld(friend_id, key_id);
  };

  const withOwnKey = createOwnKeys({ keys });
  const read = async (message: Message, key_id: string, own_key: string) => {
    const friend_id = otherOf(message, userId());
    // The keys of notes are in the vault, or nowhere.
    if (friend_id !== userId()) await learn(friend_id, key_id);
    // Everyone is pinned, at the latest with the first message.
    if (!keys.isTheirs(friend_id, key_id)) await keys.meet(friend_id);
    return withOwnKey(own_key, () => engine.read(userId(), message.content, outsideOf(message)));
  };

  const open = async (message: Message): Promise<Opened> => {
    let key_id: string | null = null;
    try {
      const { header } = readEnvelope(message.content);
      const isOwn = message.sender_id === userId();
      key_id = isOwn ? header.to_key : header.from_key;
      const body = await read(message, key_id, isOwn ? header.from_key : header.to_key);
      return { body, mid: header.mid, key_id, trouble: null };
    } catch (error) {
      return { body: null, key_id, trouble: troubleOf(error) };
    }
  };

  const count = (friend_id: number, by: number) =>
    slow.set(friend_id, (slow.get(friend_id) ?? 0) + by);

  return {
    /** Null if there is nothing to open. `late` gets what comes after the time is over. */
    async open(message: Message, late: (opened: Opened) => void): Promise<Opened | null> {
      const { is_encrypted, content } = message;
      if (!is_encrypted) return null;
      if (!isSealed(content)) {
        return { body: null, key_id: null, trouble: { reason: 'unknown', key_id: null } };
      }
      const friend_id = otherOf(message, userId());
      const opening = open(message);
      const isSlow = (slow.get(friend_id) ?? 0) > 0;
      const { promise: over, resolve } = Promise.withResolvers<null>();
      const cancel = clock.after(isSlow ? 0 : open_within_ms, () => resolve(null));
      const opened = await Promise.race([opening, over]);
      cancel();
      if (opened !== null) return opened;
      count(friend_id, 1);
      void opening.then((found) => {
        count(friend_id, -1);
        late(found);
      });
      return { body: null, key_id: null, trouble: { reason: 'unreachable', key_id: null } };
    },
  };
};

export type Decrypter = ReturnType<typeof createDecrypter>;
