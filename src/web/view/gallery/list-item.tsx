// A file, a link or a voice message in the gallery, with who sent it and when, and the way to it.
import type { Item } from '../../model/messages/item';
import { otherOf } from '../../model/messages/item';
import type { MediaKind } from '../../model/messages/media/kinds';
import { linksOf } from '../../model/messages/media/kinds';
import { FileRow } from '../message/file-row';
import { senderName } from '../message/sender-name';
import { Player } from '../message/voice/player';
import { Icon, IconButton } from '../ui/icon';
import { useApp } from '../ui/use-app';

const Links = ({ item }: { item: Item }) => {
  const [first = '', ...more] = linksOf(item);
  const host = URL.canParse(first) ? new URL(first).host : first;
  return (
    <a class="file gallery-link" href={first} target="_blank" rel="noopener noreferrer">
      <span class="file-icon">
        <Icon name="link" />
      </span>
      <span class="file-text">
        <span class="file-name" dir="auto">
          {host}
          {more.length > 0 ? ` +${more.length}` : ''}
        </span>
        <span class="hint" dir="ltr">
          {first}
        </span>
      </span>
    </a>
  );
};

const Content = ({ item, kind }: { item: Item; kind: MediaKind }) => {
  if (kind === 'link') return <Links item={item} />;
  if (item.file === null) return null;
  return kind === 'voice' ? <Player item={item} file={item.file} /> : <FileRow file={item.file} />;
};

export const ListItem = ({ item, kind }: { item: Item; kind: MediaKind }) => {
  const app = useApp();
  const { t, attempt, account, actions, format, overlays, screen } = app;
  const friend_id = otherOf(item, account.userId());
  const show = async () => {
    overlays.leave();
    if (screen.opened.value !== friend_id) await actions.openConversation(friend_id);
    await actions.toMessage(friend_id, item.id);
  };
  return (
    <div class="gallery-item">
      <Content item={item} kind={kind} />
      <p class="gallery-when">
        <bdi>{senderName(app, item)}</bdi>
        <time dateTime={item.at} title={format.fullTime(item.at)}>
          {format.shortTime(item.at)}
        </time>
      </p>
      <IconButton
        icon="message"
        label={t.value.viewer.showInConversation}
        onClick={() => attempt(show)}
      />
    </div>
  );
};
