// Whether a reading is told to the sender, and how much of it. What was not told stays so.
import type { JobContext } from '../../db/ledger/job';
import { read_ids_max } from '../../protocol/conversation-limits';
import { messageDelivered, messageRead } from '../../realtime/outgoing';
import type { World } from '../../world';

type Deps = Pick<World, 'privacy'>;

interface Reading {
  reader_id: number;
  sender_id: number;
  /** What the reader's own devices are told. */
  marked: { message_ids: number[] } | { up_to: number };
  /** Those that were not read before. */
  ids: number[];
  isTold: boolean;
  /** Some before them are not told as read: `up_to` would tell too much. */
  has_untold: boolean;
}

/** Only if both allow it, as it happens. */
export const isReadingTold = ({ privacy }: Deps, reader_id: number, sender_id: number): boolean =>
  privacy.of(reader_id).read_receipts && privacy.of(sender_id).read_receipts;

const inParts = (ids: number[]): number[][] => {
  const parts: number[][] = [];
  for (let at = 0; at < ids.length; at += read_ids_max)
    parts.push(ids.slice(at, at + read_ids_max));
  return parts;
};

/** To the reader's own devices and, if it is told, to the sender's; inside a ledger job. */
export const tellReading = (
  { privacy }: Deps,
  { now, publish }: JobContext,
  { reader_id, sender_id, marked, ids, isTold, has_untold }: Reading,
): void => {
  publish(messageRead(reader_id, { friend_id: sender_id, reader_id, marked }, now));
  if (!isTold) return;
  // Whose delivery waited for this. Of ids alone a client knows that they were delivered.
  const last = ids.at(-1);
  if (!has_untold && last !== undefined && !privacy.of(reader_id).last_seen) {
    publish(messageDelivered(sender_id, reader_id, last));
  }
  const told = has_untold ? inParts(ids).map((message_ids) => ({ message_ids })) : [marked];
  for (const each of told) {
    publish(messageRead(sender_id, { friend_id: reader_id, reader_id, marked: each }, now));
  }
};
