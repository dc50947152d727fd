// The details of one message.
import { bytes } from '../../../i18n/format';
import type { Item } from '../../../model/messages/item';
import { Dialog } from '../../ui/dialog';
import { cleanName } from '../../ui/file-name';
import { useApp } from '../../ui/use-app';
import { statusOf } from '../status';

interface Props {
  item: Item;
  friend_id: number;
  theirName: string;
  onClose: () => void;
}

export const DetailsDialog = ({ item, friend_id, theirName, onClose }: Props) => {
  const app = useApp();
  const {
    t,
    format,
    format: { fullTime },
    account: { me },
  } = app;
  const isMine = item.sender_id === me.value?.id;
  const sealed = item.isSealed ? t.value.people.encrypted : t.value.message.notEncryptedText;
  const reactions = item.reactions.map(({ emoji, user_ids }) => {
    const names = user_ids.map((id) => (id === friend_id ? theirName : t.value.message.you));
    return `${emoji} ${format.listOf(names)}`;
  });
  const rows: [string, string | null][] = [
    [t.value.message.from, isMine ? t.value.message.you : theirName],
    [t.value.message.sent, fullTime(item.at)],
    [t.value.message.edited, item.edited_at && fullTime(item.edited_at)],
    [t.value.message.read, item.read_at && fullTime(item.read_at)],
    [
      t.value.message.disappears,
      item.expires_at === null ? null : fullTime(new Date(item.expires_at).toISOString()),
    ],
    [t.value.message.state, isMine ? t.value.message[statusOf(app, { item, friend_id })] : null],
    [t.value.message.file, item.file && `${cleanName(item.file.name)} · ${bytes(item.file.size)}`],
    [t.value.message.reactions, reactions.join(' · ') || null],
    [t.value.message.encryption, sealed],
    [t.value.message.friendsKey, item.key_id],
  ];
  return (
    <Dialog title={t.value.message.details} onClose={onClose}>
      <dl class="details">
        {rows.map(([name, value]) =>
          value ? (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </Dialog>
  );
};
