// The body of a refused request. The runtime reads it to its end and throws it away, so that its
// client hears why: many clients read no answer before they have sent all. But whoever goes on
// sending what is refused takes the event loop from others, and is cut off.
import {
  refused_bodies_burst_bytes,
  refused_bodies_bytes_per_s,
  refused_body_assumed_bytes,
  waiting_body_bytes_max,
} from '../../protocol/limits';

/** True if there is room for what is still to come of the request. */
export const createRefusedBodyBudget = (now: () => number = () => performance.now()) => {
  let left = refused_bodies_burst_bytes;
  let refilled_at = now();
  return ({ headers }: Request): boolean => {
    const unsaid = headers.has('transfer-encoding') ? refused_body_assumed_bytes : 0;
    const declared = Number(headers.get('content-length') ?? unsaid);
    if (declared <= waiting_body_bytes_max) return true;
    const refill = ((now() - refilled_at) * refused_bodies_bytes_per_s) / 1_000;
    left = Math.min(refused_bodies_burst_bytes, left + refill);
    refilled_at = now();
    if (left < 0) return false;
    left -= declared;
    return true;
  };
};
