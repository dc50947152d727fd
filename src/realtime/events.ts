// An event on its way to devices, and the frame that carries it.
import type { EventPayloads, EventType } from '../protocol/events';
import { IS_DURABLE } from '../protocol/events';

/** An event for a user's devices. By `subject_id` or `detail` a replay finds it again. */
export interface OutgoingEvent {
  to: number;
  type: string;
  data: object;
  durable: boolean;
  subject_id?: number | undefined;
  detail?: object | undefined;
}

export const outgoing = <Type extends EventType>(
  to: number,
  type: Type,
  data: EventPayloads[Type],
  reference?: { subject_id?: number; detail?: object },
): OutgoingEvent => ({
  to,
  type,
  data,
  durable: IS_DURABLE[type],
  // A spread would take longer than the rest: two of these are made for each message.
  subject_id: reference?.subject_id,
  detail: reference?.detail,
});

/** A frame as it travels. */
export const frame = (
  type: string,
  at: string,
  data?: object,
  more?: { seq?: number | undefined; id?: string | number | undefined },
): string => JSON.stringify({ type, ...more, data, timestamp: at });
