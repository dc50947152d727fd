// When something is tried again that did not get through: after growing pauses, and not for ever if
// the connection is there all the while, because then something on the way breaks this very thing.
import { ApiError, isFromServer, isRefusal } from '../../net/api-error';
import { isCount } from '../../net/shape';
import type { Clock } from '../../platform';

const pause_ms_first = 5_000;
const pause_ms_max = 60_000;
const tries_max = 5;
/** Also a connection that comes and goes does not upload it all again and again. */
const pause_ms_given_up = 10 * 60_000;

/** Of one record, since it was written or somebody asked for it. */
export interface Tries {
  failed: number;
  /** While the connection was there. */
  failedOnline: number;
  /** When it is tried again by itself. */
  again_at: number;
  /** The server asked for that pause. */
  isAsked: boolean;
}

export const noTries = (): Tries => ({ failed: 0, failedOnline: 0, again_at: 0, isAsked: false });

interface Needs {
  clock: Clock;
  isOnline: () => boolean;
}

/** What the server asked for; 0 if it asked for nothing. */
const askedPauseOf = (error: unknown): number => {
  const { retry_after_s } = isRefusal(error, 'tooManyRequests') ? error.details : {};
  return isCount(retry_after_s) ? retry_after_s * 1_000 : 0;
};

const pauseOf = (tries: Tries, error: unknown): number => {
  const growing = Math.min(pause_ms_first * 2 ** (tries.failed - 1), pause_ms_max);
  return Math.max(growing, askedPauseOf(error));
};

/** `again` tries once more what waits for a person. */
export const createRetries = (
  { clock, isOnline }: Needs,
  again: (receiver_id: number) => Promise<void>,
) => {
  const cancels = new Map<number, () => void>();
  return {
    /** After a failure that may pass: false if it was tried often enough. */
    plan(receiver_id: number, tries: Tries, error: unknown): boolean {
      const now = clock.now();
      // A message that was written after it asked for this try: the next one stands already.
      if (tries.failedOnline < tries_max && now < tries.again_at) return true;
      tries.failed += 1;
      tries.isAsked = askedPauseOf(error) > 0;
      if (isOnline()) tries.failedOnline += 1;
      cancels.get(receiver_id)?.();
      const isGivenUp = tries.failedOnline >= tries_max;
      const pause_ms = isGivenUp ? pause_ms_given_up : pauseOf(tries, error);
      tries.again_at = now + pause_ms;
      const act = () => void again(receiver_id).catch(() => {});
      if (!isGivenUp) cancels.set(receiver_id, clock.after(pause_ms, act));
      return !isGivenUp;
    },
    /**
     * Not before its time: the server asked for that, or its file was broken off a moment ago, and not
     * for want of a connection.
     */
    isHeldBack: (tries: Tries, isUpload: boolean): boolean =>
      (tries.isAsked || (isUpload && tries.failedOnline > 0)) && clock.now() < tries.again_at,
  };
};

/** What is said of one that never got through: the server's own words, if it has any. */
export const whyNot = (error: unknown): unknown =>
  error instanceof ApiError && isFromServer(error) ? error : new ApiError(0, 'BLOCKED');
