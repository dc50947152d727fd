// The body of a refused request. The runtime reads it to its end and throws it away, so that its
// client hears why: many clients read no answer before they have sent all. But whoever goes on
// sending what is refused takes the event loop from others, and is cut off.
import {
  drained_burst_bytes,
  drained_bytes_per_s,
  drained_unsaid_bytes,
  waiting_body_bytes_max,
} from '../../protocol/limits';

/** True if there is room for what is still to come of the request. */
export const createDrain = (now: () => number = () => performance.now()) => {
  let left = drained_burst_bytes;
  let refilled_at = now();
  return ({ headers }: Request): boolean => {
    const unsaid = headers.has('transfer-encoding') ? drained_unsaid_bytes : 0;
    const declared = Number(headers.get('content-length') ?? unsaid);
    if (declared <= waiting_body_bytes_max) return true;
    const refill = ((now() - refilled_at) * drained_bytes_per_s) / 1_000;
    left = Math.min(drained_burst_bytes, left + refill);
    refilled_at = now();
    if (left < 0) return false;
    left -= declared;
    return true;
  };
};
