// The mark of trust that a friend has earned: compared, or proven by a link; '' for anybody else.
import type { Friend } from '../../../protocol/objects';
import type { Pins } from '../../model/keys/pins';
import type { Client } from '../ui/use-app';

type Pin = NonNullable<ReturnType<Pins['pinOf']>>;

export const trustMark = ({ t, keys, pins }: Client, { id, username }: Friend): string => {
  const pin = pins.pins.value[id];
  if (pin === undefined || keys.isKeyChanged(id) || keys.mustDecide(id)) return '';
  if (pin.verified) return t.value.people.verified;
  if (pin.how !== 'link') return '';
  const isTheirLink = Object.values(keys.links.value).some(({ from }) => from === id);
  if (isTheirLink) return t.value.trust.linkConfirmed(username);
  return pin.of_many ? t.value.trust.byInvitationOfMany : t.value.trust.byInvitation;
};

/** The name under which somebody was pinned, if they are called otherwise now. */
export const nameBefore = ({ name }: Pick<Pin, 'name'>, { username }: Friend): string | null =>
  name.username !== '' && name.username !== username ? name.username : null;
