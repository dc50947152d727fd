// Failed logins: counted for the address, for the account, and for the two together. Where an
// account was signed in before, strangers' failures do not count: nobody locks its owner out.
import { createHmac } from 'node:crypto';
import type { World } from '../../world';

type Doors = Pick<World, 'pace' | 'homes' | 'secret' | 'clock'>;

/** Whom a login names, however it was spelled, and where it comes from. */
export interface Attempt {
  /** Undefined where nobody has that name. */
  user_id: number | undefined;
  name_key: string;
  address: string;
}

const digest = (secret: Uint8Array, text: string): Buffer =>
  createHmac('sha256', secret).update(text).digest().subarray(0, 16);

/** How the network behind an address is remembered. */
export const placeOf = ({ secret }: Pick<World, 'secret'>, address: string): Buffer =>
  digest(secret, `home:${address}`);

/** Notes where someone signed in; inside a ledger job. */
export const settleIn = (
  { homes, secret }: Pick<World, 'homes' | 'secret'>,
  user_id: number,
  address: string,
  now: number,
): void => homes.put(user_id, placeOf({ secret }, address), now);

export const createAttempts = (world: Doors) => {
  const { pace, homes, secret } = world;
  // A made-up name is kept as a hash: it may be long, and there may be many.
  const keysOf = ({ user_id, name_key, address }: Attempt) => {
    const account = user_id ?? digest(secret, `name:${name_key}`).toString('base64url');
    return { account: String(account), both: `${account} ${address}` };
  };
  return {
    /** @throws tooManyRequests */
    check(attempt: Attempt): void {
      const { account, both } = keysOf(attempt);
      const { user_id, address } = attempt;
      pace.check('login_account_address', both);
      if (user_id !== undefined && homes.has(user_id, placeOf(world, address))) return;
      pace.check('login_address', address);
      pace.check('login_account', account);
    },
    failed(attempt: Attempt): void {
      const { account, both } = keysOf(attempt);
      pace.count('login_account_address', both);
      pace.count('login_address', attempt.address);
      pace.count('login_account', account);
    },
    succeeded: (attempt: Attempt): void =>
      pace.forget('login_account_address', keysOf(attempt).both),
  };
};

export type Attempts = ReturnType<typeof createAttempts>;
