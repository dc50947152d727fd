// What is in the bubble: quote, pictures or file, text, and the line with its time and state.
import type { Item } from '../../model/messages/item';
import { isVisual } from '../../model/messages/media/kinds';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';
import { AttachmentView } from './attachment';
import { AlbumView } from './media/album';
import { isBlank, troubleText } from './preview';
import type { BubbleProps } from './props';
import { Quote } from './quote';
import { Meta } from './status';
import { Text } from './text/text';
import { isConcealed, UnknownText } from './unknown-text';

const SLOWEST = ['failed', 'sending', 'sent'] as const;

/** One line below all of them: they are as far as the last one is. */
const overall = (members: Item[]): Item | undefined => {
  const last = members.at(-1);
  const state = SLOWEST.find((each) => members.some((item) => item.state === each)) ?? 'sent';
  const isRead = members.every((item) => item.isRead);
  return last && members.length > 1 ? { ...last, state, isRead } : last;
};

/** What its sender wrote beside it; in an album it stands beside the first. */
const captionOf = (members: Item[]): string =>
  members
    .map(({ text }) => text)
    .filter((text) => text.trim() !== '')
    .join('\n');

export const Content = (props: BubbleProps) => {
  const app = useApp();
  const { t } = app;
  const { item, members, friend_id, theirName, theirFullName, onJump } = props;
  const meta = <Meta item={overall(members) ?? item} friend_id={friend_id} />;
  const isAlbum = members.filter(({ file }) => file && isVisual(file)).length > 1;
  const text = captionOf(members);
  return (
    <>
      {item.isForwarded ? (
        <p class="forwarded">
          <Icon name="forward" /> {t.value.message.forwarded}
        </p>
      ) : null}
      {item.reply_to || item.reply_mid ? (
        <Quote item={item} friend_id={friend_id} theirName={theirName} onJump={onJump} />
      ) : null}
      {isAlbum ? <AlbumView members={members} /> : null}
      {item.file && !isAlbum ? <AttachmentView item={item} file={item.file} /> : null}
      {item.trouble ? (
        <p class="trouble">
          <Icon name="lock" /> {troubleText(app, item.trouble)}
        </p>
      ) : null}
      {isConcealed(item) ? <UnknownText item={item} name={theirFullName} /> : null}
      {isBlank(item) ? <p class="hint">{t.value.message.blank}</p> : null}
      {text ? <Text text={text}>{meta}</Text> : meta}
    </>
  );
};
