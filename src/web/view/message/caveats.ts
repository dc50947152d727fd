// The marks on a message: what of it is not its sender's own word, or came in an unusual way.

import type { Pins } from '../../model/keys/pins';
import { isUnprovenKey } from '../../model/keys/pins';
import type { Item } from '../../model/messages/item';
import { isNote } from '../../model/messages/item';

type Pin = ReturnType<Pins['pinOf']>;

/** Nobody sealed it, though its sender is known by a key, or is oneself: anyone may have written it. */
export const isPlainFromPinned = (item: Item, pin: Pin): boolean =>
  !item.isSealed && (pin !== undefined || isNote(item));

/** The key changed, and nobody has read the line about it. */
export const isUnderNewKey = ({ isSealed, key_id }: Item, pin: Pin): boolean =>
  isSealed && pin?.news?.includes('key') === true && key_id === pin.key_id;

/** Of somebody who was compared or proven since, under a key that only the server ever named. */
export const isUnderEarlierKey = ({ isSealed, key_id, id }: Item, pin: Pin): boolean =>
  isSealed && id > 0 && key_id !== null && isUnprovenKey(pin, key_id);

/** Only the server says which message it answers: nothing inside names that by its `mid`. */
export const isAnswerByServer = ({ isSealed, reply_to, reply_mid }: Item, pin: Pin): boolean =>
  reply_to !== null && reply_mid === null && (isSealed || pin !== undefined);

const elsewhen_ms_min = 10 * 60_000;
/** Of a date (ECMA-262, 21.4.1.1). */
const time_ms_max = 8.64e15;

/** The sender's own time (RFC 3339) and the server's, if they differ much. */
export const writtenElsewhen = ({ written_at, at, edited_at }: Item) => {
  const arrived = edited_at ?? at;
  if (written_at === null || written_at > time_ms_max) return null;
  if (Math.abs(written_at - Date.parse(arrived)) <= elsewhen_ms_min) return null;
  return { written: new Date(written_at).toISOString(), arrived };
};
