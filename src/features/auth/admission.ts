// Who may register, and by which invitation.
import { Refusal } from '../../protocol/errors';
import { toPerson } from '../../realtime/serialize';
import type { World } from '../../world';
import type { Admission } from './model';

type Deps = Pick<World, 'config' | 'invites' | 'users' | 'clock'>;

/** Who may register, and whether an invitation is valid, so that a form can say it first. */
export const admission = (
  { config, invites, users, clock }: Deps,
  code: string | undefined,
): Admission => {
  const about = { registration: config.registration, has_accounts: users.any() };
  if (code === undefined) return about;
  const known = invites.usable(code, clock.now());
  const inviter = known?.user_id ? users.byId(known.user_id) : undefined;
  const isDisabled = (inviter?.disabled_at ?? null) !== null;
  if (known === undefined || isDisabled) return { ...about, invite: { good: false } };
  if (inviter === undefined) return { ...about, invite: { good: true } };
  return { ...about, invite: { good: true, inviter: toPerson(inviter) } };
};

/** A given invitation must be valid, even if none is needed. @throws registrationClosed */
export const mustBeAdmitted = (world: Deps, code: string | undefined) => {
  const { registration, invite } = admission(world, code);
  const isIn = invite ? invite.good : registration === 'open';
  if (registration === 'closed' || !isIn) throw new Refusal('registrationClosed');
};
