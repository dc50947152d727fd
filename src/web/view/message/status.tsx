// The line below a message: when it was sent, and whether it was edited, encrypted, delivered, read.
import type { Item } from '../../model/messages/item';
import { isNote } from '../../model/messages/item';
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
  if (isNote(item)) return 'sent';
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

/** A mark on what does not stay; when it goes is in its title and in the details. */
const Disappears = ({ item }: { item: Item }) => {
  const { t, format } = useApp();
  const { expires_in, expires_at } = item;
  if (expires_in === null) return null;
  const when =
    expires_at === null
      ? format.span(expires_in * 1_000)
      : format.fullTime(new Date(expires_at).toISOString());
  const label =
    expires_at === null ? t.value.message.staysFor(when) : t.value.message.disappearsAt(when);
  return (
    <span class="disappears" role="img" aria-label={label} title={label}>
      <Icon name="timer" />
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
      <Disappears item={item} />
      <time dir="ltr" dateTime={item.at} title={fullTime(item.at)}>
        {clockTime(item.at)}
      </time>
      {item.sender_id === friend_id && !isNote(item) ? null : (
        <StatusIcon item={item} friend_id={friend_id} />
      )}
    </span>
  );
};
