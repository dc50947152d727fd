// The line below a message: when it was sent, and whether it was edited, encrypted, delivered, read.
import type { Item } from '../../model/messages/item';
import type { IconName } from '../ui/icon';
import { Icon } from '../ui/icon';
import type { Client } from '../ui/use-app';
import { useApp } from '../ui/use-app';
import { isPlainFromPinned, isUnderEarlierKey, isUnderNewKey, writtenElsewhen } from './caveats';

interface Props {
  item: Item;
  friend_id: number;
}

type Status = 'failed' | 'sending' | 'read' | 'delivered' | 'sent';

export const statusOf = (app: Client, { item, friend_id }: Props): Status => {
  const {
    receipts: { deliveredUpTo },
  } = app;
  if (item.state !== 'sent') return item.state;
  if (item.isRead) return 'read';
  return item.id <= (deliveredUpTo.value[friend_id] ?? 0) ? 'delivered' : 'sent';
};

const ICONS: Record<Status, IconName> = {
  failed: 'warn',
  sending: 'clock',
  sent: 'check',
  delivered: 'checks',
  read: 'checks',
};

const StatusIcon = (props: Props) => {
  const app = useApp();
  const { t } = app;
  const status = statusOf(app, props);
  const label = t.value.message[status];
  return (
    <span class={`status-icon ${status}`} role="img" aria-label={label} title={label}>
      <Icon name={ICONS[status]} />
    </span>
  );
};

export const Meta = ({ item, friend_id }: Props) => {
  const {
    t,
    format: { clockTime, fullTime, shortTime },
    pins: { pins },
  } = useApp();
  const pin = pins.value[friend_id];
  const times = writtenElsewhen(item);
  return (
    <span class="meta">
      {isPlainFromPinned(item, pin) ? (
        <span class="not-encrypted" title={t.value.trust.plainFromFriend}>
          <Icon name="open" /> {t.value.message.notEncrypted}
        </span>
      ) : null}
      {item.edited_at ? (
        <span title={fullTime(item.edited_at)}>{t.value.message.edited}</span>
      ) : null}
      {isUnderNewKey(item, pin) ? <span class="new-key">{t.value.trust.newKey}</span> : null}
      {isUnderEarlierKey(item, pin) ? (
        <span class="new-key" title={t.value.trust.earlierKeyText}>
          {t.value.trust.earlierKey}
        </span>
      ) : null}
      {times ? (
        <span>{t.value.trust.writtenAt(shortTime(times.written), shortTime(times.arrived))}</span>
      ) : null}
      <time dir="ltr" dateTime={item.at} title={fullTime(item.at)}>
        {clockTime(item.at)}
      </time>
      {item.sender_id === friend_id ? null : <StatusIcon item={item} friend_id={friend_id} />}
    </span>
  );
};
