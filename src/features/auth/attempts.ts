// Failed logins: counted for the address, for the account, and for the two together. On a
// network that an account was signed in from before, strangers' failures don't count: nobody can
// lock its owner out.
import { createHmac } from 'node:crypto';
import type { World } from '../../world';

type Deps = Pick<World, 'rateLimiter' | 'knownNetworks' | 'secret' | 'clock'>;

/** Who a login names, however it was spelled, and the address that it comes from. */
interface Attempt {
  /** Undefined if nobody has that name. */
  user_id: number | undefined;
  name_key: string;
  address: string;
}

const digest = (secret: Uint8Array, text: string): Buffer =>
  createHmac('sha256', secret).update(text).digest().subarray(0, 16);

/** How the network behind an address is remembered. */
const networkHash = ({ secret }: Pick<World, 'secret'>, address: string): Buffer =>
  digest(secret, `home:${address}`);

/** Remembers the network that someone signed in from; inside a ledger job. */
export const rememberNetwork = (
  { knownNetworks, secret }: Pick<World, 'knownNetworks' | 'secret'>,
  user_id: number,
  address: string,
  now: number,
): void => knownNetworks.put(user_id, networkHash({ secret }, address), now);

export const createAttempts = (world: Deps) => {
  const { rateLimiter, knownNetworks, secret } = world;
  // An unknown name is kept as a hash: it may be long, and there may be many.
  const keysOf = ({ user_id, name_key, address }: Attempt) => {
    const account = user_id ?? digest(secret, `name:${name_key}`).toString('base64url');
    return { account: String(account), both: `${account} ${address}` };
  };
  return {
    /** @throws tooManyRequests */
    check(attempt: Attempt): void {
      const { account, both } = keysOf(attempt);
      const { user_id, address } = attempt;
      rateLimiter.check('login_account_address', both);
      if (user_id !== undefined && knownNetworks.has(user_id, networkHash(world, address))) return;
      rateLimiter.check('login_address', address);
      rateLimiter.check('login_account', account);
    },
    failed(attempt: Attempt): void {
      const { account, both } = keysOf(attempt);
      rateLimiter.count('login_account_address', both);
      rateLimiter.count('login_address', attempt.address);
      rateLimiter.count('login_account', account);
    },
    succeeded: (attempt: Attempt): void =>
      rateLimiter.forget('login_account_address', keysOf(attempt).both),
  };
};

export type Attempts = ReturnType<typeof createAttempts>;
