// Failed logins: counted for the address, for the account, and for the two together. Where an
// account was signed in before, strangers' failures do not count: nobody locks its owner out.
import type { Pace } from '../../http/pace';
import { login_homes_max } from '../../limits';
import { createBounded } from '../../platform/bounded';

export const createAttempts = (pace: Pace) => {
  const homes = createBounded<string, true>(login_homes_max);
  return {
    /** @throws tooManyRequests */
    check(account: string, address: string): void {
      const both = `${account} ${address}`;
      pace.check('login_account_address', both);
      if (homes.get(both)) return;
      pace.check('login_address', address);
      pace.check('login_account', account);
    },
    failed(account: string, address: string): void {
      pace.count('login_account_address', `${account} ${address}`);
      pace.count('login_address', address);
      pace.count('login_account', account);
    },
    succeeded(account: string, address: string): void {
      const both = `${account} ${address}`;
      homes.set(both, true);
      pace.forget('login_account_address', both);
    },
  };
};

export type Attempts = ReturnType<typeof createAttempts>;
