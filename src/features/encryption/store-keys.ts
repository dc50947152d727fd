// Storing a key pair: who may, and over which version.
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import { public_key_bytes_max } from '../../protocol/limits';
import { keyChanged } from '../../realtime/outgoing';
import { examinePublicKey } from '../../values/jwk';
import { mustFit } from '../../values/text';
import type { World } from '../../world';
import { fanOut } from '../shared/fan-out';
import { mustKnowPassword, mustStillKnow } from '../shared/password-proof';
import type { ExaminedVault } from '../shared/vault';
import {
  examineVaultWrite,
  isProvenByKey,
  notProven,
  reportRefusal,
  storeVault,
  takeVaultWrite,
} from '../shared/vault';
import type { KeyPair } from './model';

type Deps = Pick<
  World,
  'ledger' | 'users' | 'friends' | 'keys' | 'sessions' | 'passwords' | 'rateLimiter' | 'walScrub'
>;

/** The password is the proof if the vault's own key was not given. @throws wrongPassword */
const provenByPassword = async (world: Deps, me: Me, { password, derived = false }: KeyPair) => {
  if (password === undefined) return undefined;
  return mustKnowPassword(world, me, password, derived, 'password');
};

/** Without either proof it ends here, and the owner is notified. @throws wrongPassword */
const prove = async (world: Deps, me: Me, pair: KeyPair, vault: ExaminedVault) => {
  // A writer with an old copy is refused first, without an alarm.
  world.keys.nextVaultVersion(me.id, vault.expected_version);
  if (isProvenByKey(world, me, vault)) return undefined;
  try {
    const proof = await provenByPassword(world, me, pair);
    if (proof !== undefined) return proof;
    world.rateLimiter.take('password', String(me.session_id));
    throw notProven();
  } catch (error) {
    if (!(error instanceof Refusal) || error.refusal !== 'wrongPassword') throw error;
    await reportRefusal(world, me);
    throw notProven();
  }
};

/**
 * `version` rises when the public key changes, `vault_version` with every write.
 * @throws invalidField, undecryptable, staleKey, wrongPassword, tooManyRequests
 */
export const storeKeys = async (world: Deps, me: Me, pair: KeyPair) => {
  const { public_key } = pair;
  mustFit('public_key', public_key, public_key_bytes_max);
  const vault = examineVaultWrite(pair);
  const { key_id } = examinePublicKey(public_key);
  const { keys } = world;
  const proof = await prove(world, me, pair, vault);
  const isNewKey = () => keys.current(me.id)?.public_key !== public_key;
  takeVaultWrite(world, me, vault.final || isNewKey());
  return world.ledger.write((job) => {
    if (proof !== undefined) mustStillKnow(world, me, proof);
    const before = keys.current(me.id);
    const version = isNewKey() ? (before?.version ?? 0) + 1 : (before?.version ?? 1);
    const vault_version = storeVault(world, me, job, vault, proof !== undefined);
    if (version !== before?.version) {
      keys.addKey({ user_id: me.id, version, key_id, public_key, now: job.now });
      const changed = { user_id: me.id, key_id, version };
      fanOut(world, me.id, job.publish, (to) => keyChanged(to, changed));
    }
    return { user_id: me.id, key_id, version, vault_version };
  });
};
