// Whom a reading is told, and how much of it.
import type { JobContext } from '../../db/ledger/job';
import { read_ids_max } from '../../protocol/conversation-limits';
import { messageRead } from '../../realtime/outgoing';

interface Reading {
  reader_id: number;
  sender_id: number;
  /** What the reader's own devices are told. */
  marked: { message_ids: number[] } | { up_to: number };
  /** Those that were not read before. */
  ids: number[];
  /** Some before them are not told as read: `up_to` would tell too much. */
  has_untold: boolean;
}

const inParts = (ids: number[]): number[][] => {
  const parts: number[][] = [];
  for (let at = 0; at < ids.length; at += read_ids_max)
    parts.push(ids.slice(at, at + read_ids_max));
  return parts;
};

/** To the reader's own devices and to the sender's; inside a ledger job. */
export const tellReading = ({ now, publish }: JobContext, reading: Reading): void => {
  const { reader_id, sender_id, marked, ids, has_untold } = reading;
  publish(messageRead(reader_id, { friend_id: sender_id, reader_id, marked }, now));
  const told = has_untold ? inParts(ids).map((message_ids) => ({ message_ids })) : [marked];
  for (const each of told) {
    publish(messageRead(sender_id, { friend_id: reader_id, reader_id, marked: each }, now));
  }
};
