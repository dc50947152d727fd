// The server refuses what was sealed with a key, or made from a vault, that is no longer current
// (ENCRYPT_003). It has stored nothing then, so that the same is tried again with the current one.
import { type ApiError, isRefusal } from '../net/api-error';

/** `renew` gets what the server says of the current one. */
export const retryIfStale = async <Value>(
  act: () => Promise<Value>,
  renew: (details: ApiError['details']) => Promise<void>,
  tries = 2,
): Promise<Value> => {
  try {
    return await act();
  } catch (error) {
    if (tries <= 1 || !isRefusal(error, 'staleKey')) throw error;
    await renew(error.details);
    return retryIfStale(act, renew, tries - 1);
  }
};
