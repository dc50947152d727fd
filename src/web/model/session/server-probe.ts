// Looks for the server behind a page that was painted from this device, until it is there.
import { EngineFault } from '../keys/engine-client';
import type { Keys } from '../keys/keys';
import type { Api } from '../net/api';
import { ApiError, FOREIGN } from '../net/api-error';
import type { Clock, Tab } from '../platform';
import type { Account } from './account';
import type { SignOut } from './sign-out';
import type { Unlock } from './unlock';

interface Needs {
  account: Account;
  api: Api;
  away: () => void;
  clock: Clock;
  keys: Keys;
  signOut: SignOut;
  tab: Tab;
  unlock: Unlock;
}

const retry_ms = 5_000;
/** From then on it is said that there is no connection. */
const slow_ms = 3_000;
/** A server that hangs is one that is not there. */
const hung_ms = 30_000;

export const isAway = (error: unknown): boolean =>
  error instanceof DOMException ||
  (error instanceof ApiError &&
    (error.status === 0 || error.status >= 500 || error.code === FOREIGN));

export const createServerProbe = ({
  account,
  api,
  away,
  clock,
  keys,
  signOut,
  tab,
  unlock,
}: Needs) => {
  let cancelRetry = () => {};
  let isReached = false;
  let current = 0;

  /** False if the session is over. @throws ApiError, EngineFault */
  const attempt = async (): Promise<boolean> => {
    // What the painted page asked for meanwhile may have brought the token already.
    if (api.token() === '' && !(await api.renew())) return false;
    await account.load();
    await keys.catchUp();
    return true;
  };
  const limited = async (): Promise<boolean> => {
    const { promise: hung, reject } = Promise.withResolvers<never>();
    const cancelSlow = clock.after(slow_ms, away);
    const cancelHung = clock.after(hung_ms, () => reject(new ApiError(0, 'NETWORK')));
    return Promise.race([attempt(), hung]).finally(() => {
      cancelSlow();
      cancelHung();
    });
  };
  const reach = async (): Promise<void> => {
    cancelRetry();
    current += 1;
    const turn = current;
    try {
      const isThere = await limited();
      if (isReached || turn !== current) return;
      if (!isThere) return signOut.over(api.sessionEnd() ?? 'unknown');
      isReached = true;
      await unlock.enter();
    } catch (error) {
      if (turn !== current || isReached) return;
      if (error instanceof EngineFault) return unlock.lockBy(error);
      away();
      cancelRetry = clock.after(retry_ms, () => void reach());
    }
  };
  /** The browser reports a network, or the page is seen again. */
  let isLooking = false;
  tab.onWake(() => {
    if (isLooking && !isReached) void reach();
  });
  return async (): Promise<void> => {
    isLooking = true;
    await reach();
  };
};
