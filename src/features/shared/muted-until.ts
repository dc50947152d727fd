// Until when one's side of a conversation is silent.
import { toRfc3339 } from '../../platform/clock';

/** A silence that is over is none. */
export const mutedUntil = (muted_until: number | null, now: number): string | null =>
  muted_until !== null && muted_until > now ? toRfc3339(muted_until) : null;
