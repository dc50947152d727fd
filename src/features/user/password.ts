// Changing one's own password.
import type { Me } from '../../http/tokens';
import { mustBeSame, newCredential } from '../../values/credentials';
import { readFields } from '../../values/fields';
import type { World } from '../../world';
import { type EndSessionDeps, endOtherSessions } from '../shared/end-sessions';
import { asking, mustKnowPassword, mustStillKnow } from '../shared/password-proof';
import { examineVaultWrite, storeVault, takeVaultWrite } from '../shared/vault';
import type { PasswordChange } from './model';

type Deps = EndSessionDeps &
  Pick<World, 'ledger' | 'passwords' | 'keys' | 'walScrub' | 'rateLimiter'>;

/**
 * Ends all other sessions. A vault given with it changes in the same transaction.
 * @throws invalidField, undecryptable, wrongPassword, staleKey, tooManyRequests
 */
export const changePassword = async (world: Deps, me: Me, change: PasswordChange) => {
  const { new_password, confirm_password, kdf, private_key_encrypted } = change;
  const { derive } = readFields({
    derive: () => newCredential(asking(world, me), new_password, kdf, 'new_password'),
    confirm_password: () => mustBeSame(confirm_password, new_password, 'new_password'),
  });
  const vault =
    private_key_encrypted === undefined
      ? undefined
      : examineVaultWrite({ ...change, private_key_encrypted });
  const { current_password, current_derived = false } = change;
  const given = await mustKnowPassword(
    world,
    me,
    current_password,
    current_derived,
    'current_password',
  );
  world.rateLimiter.take('password_change', String(me.id));
  if (vault !== undefined) takeVaultWrite(world, me, true);
  const secret = await derive();
  await world.ledger.write((job) => {
    mustStillKnow(world, me, given);
    // The password that was given is the proof.
    if (vault !== undefined) storeVault(world, me, job, vault, true);
    world.users.setPassword(me.id, secret.kdf_salt, secret.auth_hash);
    endOtherSessions(world, me.id, me.session_id, job);
  });
};
