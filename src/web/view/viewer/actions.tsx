// What can be done with the picture or film that is looked at.
import { isForwardable } from '../../model/messages/forwarding';
import type { Item } from '../../model/messages/item';
import { otherOf } from '../../model/messages/item';
import { isRaster } from '../../model/messages/media/kinds';
import type { Visual } from '../message/media/visual';
import { removeWithUndo } from '../message/removal';
import { IconButton } from '../ui/icon';
import { canCopyPictures, canShareFile, copyPicture, shareFile } from '../ui/pass-file';
import { saveFile } from '../ui/save-file';
import { useApp } from '../ui/use-app';
import { zoom_step } from './zoom';

interface Props {
  item: Item & Visual;
  zoomBy: (factor: number) => void;
  onForward: () => void;
}

export const Actions = ({ item, zoomBy, onForward }: Props) => {
  const app = useApp();
  const { t, attempt, actions, account, overlays, people, screen } = app;
  const { message } = t.value;
  const { file } = item;
  const friend_id = otherOf(item, account.userId());
  const isMine = item.sender_id === account.userId();
  const show = async () => {
    overlays.leave();
    if (screen.opened.value !== friend_id) await actions.openConversation(friend_id);
    await actions.toMessage(friend_id, item.id);
  };
  const isPicture = isRaster(file);
  return (
    <div class="viewer-acts">
      {isPicture ? (
        <span class="only-wide">
          <IconButton
            icon="minus"
            label={t.value.viewer.smaller}
            onClick={() => zoomBy(1 / zoom_step)}
          />
          <IconButton icon="add" label={t.value.viewer.larger} onClick={() => zoomBy(zoom_step)} />
        </span>
      ) : null}
      {people.contactOf(friend_id) ? (
        <IconButton icon="reply" label={message.reply} onClick={() => overlays.askReply(item)} />
      ) : null}
      {isForwardable(item) ? (
        <IconButton icon="forward" label={message.forward} onClick={onForward} />
      ) : null}
      {isPicture && canCopyPictures() ? (
        <IconButton
          icon="copy"
          label={message.copyPicture}
          onClick={() => attempt(() => copyPicture(app, file))}
        />
      ) : null}
      {canShareFile(file) ? (
        <IconButton
          icon="share"
          label={message.share}
          onClick={() => attempt(() => shareFile(app, file))}
        />
      ) : null}
      <IconButton
        icon="down"
        label={message.download}
        onClick={() => attempt(() => saveFile(app, file))}
      />
      <IconButton
        icon="gallery"
        label={t.value.gallery.title}
        onClick={() => overlays.openGallery(friend_id)}
      />
      <IconButton
        icon="message"
        label={t.value.viewer.showInConversation}
        onClick={() => attempt(show)}
      />
      <IconButton
        icon="bin"
        label={isMine ? message.deleteForBoth : message.deleteForMe}
        onClick={() => attempt(() => removeWithUndo(app, [item]))}
      />
    </div>
  );
};
