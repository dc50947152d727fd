// Reads what a push brought. A push service delivers only what the server sealed; but a server may be
// another one, older or newer, and whatever comes, something has to be shown.
import type { PushKind } from '../../protocol/push';
import { PUSH_KINDS } from '../../protocol/push';

export interface Pushed {
  kind: PushKind;
  to: number;
  /** By which it is confirmed; '' if it has none. */
  id: string;
  friend_id: number;
  count: number;
  /** Unread messages of all conversations; null if it does not say. */
  badge: number | null;
  tag: string;
  isSilent: boolean;
  /** The server's own words, in the language of the device. */
  body: string;
  /** The sealed envelope of the newest message. */
  content: string | null;
}

const chars_max = 300;

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const whole = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Null if it is nothing that this build knows. */
export const readPush = (raw: string | undefined): Pushed | null => {
  let all: Record<string, unknown>;
  try {
    all = record(JSON.parse(raw ?? ''));
  } catch {
    return null;
  }
  const [chat8, notification] = [record(all.chat8), record(all.notification)];
  const kind = PUSH_KINDS.find((each) => each === chat8.kind);
  const tag = text(notification.tag);
  if (kind === undefined || tag === '') return null;
  return {
    kind,
    to: whole(chat8.to),
    id: text(chat8.id),
    friend_id: whole(chat8.friend_id),
    count: whole(chat8.count),
    badge: typeof all.app_badge === 'number' ? whole(all.app_badge) : null,
    tag: tag.slice(0, chars_max),
    isSilent: notification.silent === true,
    body: text(notification.body).slice(0, chars_max),
    content: text(chat8.content) || null,
  };
};
