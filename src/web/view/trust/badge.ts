// The mark of trust that a friend has earned: compared, or proven by a link; '' for anybody else.
import { hasLookalikeIn, lookalikeIndex } from '../../../protocol/lookalike/lookalike-index';
import type { Friend } from '../../../protocol/objects';
import type { Pins } from '../../model/keys/pins';
import { isolated } from '../../model/people/isolated';
import type { Client } from '../ui/use-app';

type Pin = NonNullable<ReturnType<Pins['pinOf']>>;
type Named = Pick<Friend, 'id' | 'username' | 'display_name'>;

/** Compared, with the key that is in use, and nothing to decide about it. */
export const isVerified = ({ keys, pins }: Pick<Client, 'keys' | 'pins'>, id: number): boolean =>
  pins.pins.value[id]?.verified === true && !keys.isKeyChanged(id) && !keys.mustDecide(id);

export const trustMark = (app: Client, friend: Friend): string => {
  const { t, keys, pins } = app;
  const { id } = friend;
  const pin = pins.pins.value[id];
  if (pin === undefined || keys.isKeyChanged(id) || keys.mustDecide(id)) return '';
  if (pin.verified) return t.value.people.verified;
  if (pin.how !== 'link') return '';
  const isTheirLink = Object.values(keys.links.value).some(({ from }) => from === id);
  if (isTheirLink) return t.value.trust.linkConfirmed(app.naming.inFull(friend));
  return pin.of_many ? t.value.trust.byInvitationOfMany : t.value.trust.byInvitation;
};

/** What somebody was called when they were pinned, and is called now, if that is something else. */
export const renamed = ({ name }: Pick<Pin, 'name'>, friend: Named) => {
  if (name.username === '') return null;
  if (name.username !== friend.username) {
    return { before: isolated(name.username), now: isolated(friend.username) };
  }
  if (name.display_name === friend.display_name) return null;
  return {
    before: isolated(name.display_name || name.username),
    now: isolated(friend.display_name || friend.username),
  };
};

/**
 * The user name of somebody else, who was compared or proven, by which this friend is called, too: the
 * server could put one in the place of the other.
 */
export const namesake = (pins: Record<string, Pin>, friend: Named): string | null => {
  const { id, username, display_name } = friend;
  if ((pins[id]?.how ?? 'first') !== 'first') return null;
  const isAlike = ({ name }: Pin): boolean => {
    const names = [name.username, name.display_name].filter(Boolean);
    const looks = lookalikeIndex([{ id: 0, names }]);
    return [username, display_name].some((each) => each && hasLookalikeIn(looks, id, each));
  };
  const other = Object.entries(pins).find(
    ([user_id, pin]) => Number(user_id) !== id && pin.how !== 'first' && isAlike(pin),
  );
  return other ? isolated(other[1].name.username) : null;
};
