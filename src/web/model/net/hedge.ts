// Requests after a loss. A browser goes on using connections that broke silently (HTTP/1.1 has six of
// them), and what is asked there has no answer, ever: it is asked on another one as well.
import type { Clock } from '../platform';
import { ApiError, NETWORK } from './api-error';

const again_ms = 2_000;
const requests_max = 7;

/** The first that ends decides, and ends the others. @throws ApiError NETWORK if none does */
export const hedged = <Value>(
  clock: Clock,
  ask: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> => {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  const stop = new AbortController();
  let cancel = () => {};
  const askAgain = (left: number): void => {
    if (left === 0) reject(new ApiError(0, NETWORK));
    else {
      ask(stop.signal).then(resolve, reject);
      cancel = clock.after(again_ms, () => askAgain(left - 1));
    }
  };
  askAgain(requests_max);
  return promise.finally(() => {
    cancel();
    stop.abort();
  });
};
