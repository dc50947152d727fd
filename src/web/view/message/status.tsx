// What became of a message: when it was sent, whether it was changed, sealed, delivered, read.

import { clockTime, fullTime } from '../../i18n/format';
import { w } from '../../i18n/language';
import type { Item } from '../../model/state';
import { deliveredUpTo, peerKeys } from '../../model/state';
import type { IconName } from '../ui/icon';
import { Icon } from '../ui/icon';

interface Props {
  item: Item;
  friend_id: number;
}

type Fate = 'failed' | 'sending' | 'read' | 'delivered' | 'sent';

export const fateOf = ({ item, friend_id }: Props): Fate => {
  if (item.state !== 'sent') return item.state;
  if (item.isRead) return 'read';
  return item.id <= (deliveredUpTo.value[friend_id] ?? 0) ? 'delivered' : 'sent';
};

const ICONS: Record<Fate, IconName> = {
  failed: 'warn',
  sending: 'clock',
  sent: 'check',
  delivered: 'checks',
  read: 'checks',
};

const Fate = (props: Props) => {
  const fate = fateOf(props);
  const label = w.value[fate];
  return (
    <span class={`mark ${fate}`} role="img" aria-label={label} title={label}>
      <Icon name={ICONS[fate]} />
    </span>
  );
};

export const Meta = ({ item, friend_id }: Props) => (
  <span class="meta">
    {item.isSealed || !peerKeys.value[friend_id] ? null : (
      <span class="plain-mark" title={w.value.plainText}>
        <Icon name="open" /> {w.value.plain}
      </span>
    )}
    {item.edited_at ? <span title={fullTime(item.edited_at)}>{w.value.edited}</span> : null}
    <time dir="ltr" dateTime={item.at} title={fullTime(item.at)}>
      {clockTime(item.at)}
    </time>
    {item.sender_id === friend_id ? null : <Fate item={item} friend_id={friend_id} />}
  </span>
);
