// What is known of one message.

import { bytes } from '../../i18n/format';
import type { Item } from '../../model/messages/item';
import { Dialog } from '../ui/dialog';
import { useApp } from '../ui/use-app';
import { cleanName } from './file-name';
import { fateOf } from './status';

interface Props {
  item: Item;
  friend_id: number;
  username: string;
  onClose: () => void;
}

export const Info = ({ item, friend_id, username, onClose }: Props) => {
  const app = useApp();
  const {
    w,
    format: { fullTime },
    account: { me },
  } = app;
  const isMine = item.sender_id === me.value?.id;
  const sealed = item.isSealed ? w.value.sealed : w.value.plainText;
  const reactions = item.reactions.map(({ emoji, user_ids }) => {
    const names = user_ids.map((id) => (id === friend_id ? username : w.value.you));
    return `${emoji} ${names.join(', ')}`;
  });
  const rows: [string, string | null][] = [
    [w.value.infoFrom, isMine ? w.value.you : username],
    [w.value.sent, fullTime(item.at)],
    [w.value.edited, item.edited_at && fullTime(item.edited_at)],
    [w.value.read, item.read_at && fullTime(item.read_at)],
    [w.value.infoState, isMine ? w.value[fateOf(app, { item, friend_id })] : null],
    [w.value.file, item.file && `${cleanName(item.file.name)} · ${bytes(item.file.size)}`],
    [w.value.infoReactions, reactions.join(' · ') || null],
    [w.value.infoSealed, sealed],
    [w.value.infoKey, item.key_id],
  ];
  return (
    <Dialog title={w.value.info} onClose={onClose}>
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
