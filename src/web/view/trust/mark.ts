// The mark of trust that a friend has earned: compared, or proven by a link; '' for anybody else.
import type { Friend } from '../../../protocol/objects';
import type { Client } from '../ui/use-app';

export const trustMark = ({ t, keys, pins }: Client, { id, username }: Friend): string => {
  const pin = pins.pins.value[id];
  if (pin === undefined || keys.isKeyChanged(id) || keys.mustDecide(id)) return '';
  if (pin.verified) return t.value.people.verified;
  if (pin.how !== 'link') return '';
  const isTheirLink = Object.values(keys.links.value).some(({ from }) => from === id);
  return isTheirLink ? t.value.trust.linkConfirmed(username) : t.value.trust.byInvitation;
};
