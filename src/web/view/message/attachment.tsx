// The attachment of a message: a picture, a film, a voice message, or a file.
import { bytes } from '../../i18n/format';
import type { Attachment, Item } from '../../model/messages/item';
import { isVoice } from '../../model/messages/media/kinds';
import { cleanName } from '../ui/file-name';
import { IconButton } from '../ui/icon';
import { useApp } from '../ui/use-app';
import { FileBadge, FileName, FileRow, UnplayableFile } from './file-row';
import { VisualView } from './media/album';
import { hasVisual } from './media/visual';
import { fileKind } from './preview';
import { Player } from './voice/player';

const AudioFile = ({ item, file }: { item: Item; file: Attachment }) => {
  const { t, voice } = useApp();
  if (voice.isBroken(item)) {
    return <UnplayableFile file={file} trouble={t.value.message.notPlayable} />;
  }
  return (
    <>
      <Player item={item} file={file} />
      {isVoice(file) ? null : (
        <FileName file={file} hint={`${t.value.message.audio} · ${bytes(file.size)}`} />
      )}
    </>
  );
};

const UploadingFile = ({ item, file }: { item: Item; file: Attachment }) => {
  const { t, actions, format } = useApp();
  const hint = `${format.percent(item.progress ?? 0)} · ${bytes(file.size)}`;
  return (
    <div class="file">
      <FileBadge file={file} />
      <FileName file={file} hint={hint} />
      <progress
        {...(item.progress ? { value: item.progress } : {})}
        aria-label={t.value.ui.labelled(t.value.message.sending, cleanName(file.name))}
      />
      <IconButton icon="close" label={t.value.ui.cancel} onClick={() => actions.discard(item)} />
    </div>
  );
};

/** A file that is not on the server has no address yet. */
const UnsentFile = ({ file }: { file: Attachment }) => {
  const app = useApp();
  return (
    <div class="file">
      <FileBadge file={file} />
      <FileName file={file} hint={`${fileKind(app, file.type)} · ${bytes(file.size)}`} />
    </div>
  );
};

export const AttachmentView = ({ item, file }: { item: Item; file: Attachment }) => {
  if (hasVisual(item)) return <VisualView item={item} />;
  if (item.progress !== null) return <UploadingFile item={item} file={file} />;
  if (file.id === '') return <UnsentFile file={file} />;
  if (file.type.startsWith('audio/')) return <AudioFile item={item} file={file} />;
  return <FileRow file={file} />;
};
