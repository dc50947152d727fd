// The attachment of a message: a picture, a voice message, a video, or a file.
import { useState } from 'preact/hooks';
import { bytes, minutes } from '../../i18n/format';
import type { Attachment, Item } from '../../model/messages/item';
import { cleanName } from '../ui/file-name';
import { Icon, IconButton } from '../ui/icon';
import { useApp } from '../ui/use-app';
import { FileName, FileRow, UnplayableFile, useUrl } from './file-row';
import { Frame } from './frame';
import { isPicture, isRaster, Picture } from './picture';
import { Player } from './player';
import { fileKind, isVoice } from './preview';
import { pictureThumbnail } from './thumbnail';

/** `name`: the alternative text, unless the name is shown beside it. */
const Thumbnail = ({ file, name = '' }: { file: Attachment; name?: string }) => {
  const thumbnail = pictureThumbnail(file.preview);
  return thumbnail ? (
    <img src={thumbnail} class="thumbnail" alt={name} />
  ) : (
    <span class="picture-blank" />
  );
};

const VideoFile = ({ file }: { file: Attachment }) => {
  const { t } = useApp();
  const { url, trouble, isBusy, load, fail } = useUrl(file, false);
  if (trouble) return <UnplayableFile file={file} trouble={trouble} />;
  const name = cleanName(file.name);
  if (url) {
    return (
      <Frame file={file}>
        {/* biome-ignore lint/a11y/useMediaCaption: what people send each other has no captions */}
        <video controls autoPlay playsInline src={url} aria-label={name} onError={fail} />
      </Frame>
    );
  }
  const length = file.duration_s ? `${minutes(file.duration_s)} · ` : '';
  return (
    <Frame file={file}>
      <Thumbnail file={file} />
      <button type="button" class="video-play" aria-busy={isBusy} disabled={isBusy} onClick={load}>
        <span class="file-icon">
          <Icon name={isBusy ? 'clock' : 'play'} />
        </span>
        <FileName file={file} hint={`${t.value.message.video} · ${length}${bytes(file.size)}`} />
        <span class="visually-hidden">{t.value.message.play}</span>
      </button>
    </Frame>
  );
};

const AudioFile = ({ file }: { file: Attachment }) => {
  const { t } = useApp();
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <UnplayableFile file={file} trouble={t.value.message.notPlayable} />;
  return (
    <>
      <Player file={file} onFail={() => setBroken(true)} />
      {isVoice(file.name, file.type) ? null : (
        <FileName file={file} hint={`${t.value.message.audio} · ${bytes(file.size)}`} />
      )}
    </>
  );
};

const isVisual = (file: Attachment): boolean => isRaster(file) || file.type.startsWith('video/');

/** While uploading, pictures and videos already have their final space. */
const UploadingFile = ({ item, file }: { item: Item; file: Attachment }) => {
  const { t, actions } = useApp();
  const progress = (
    <progress
      {...(item.progress ? { value: item.progress } : {})}
      aria-label={`${t.value.message.sending}: ${cleanName(file.name)}`}
    />
  );
  const cancel = (
    <IconButton icon="close" label={t.value.ui.cancel} onClick={() => actions.discard(item)} />
  );
  if (isVisual(file)) {
    return (
      <Frame file={file} kind="uploading">
        <Thumbnail file={file} />
        {cancel}
        {progress}
      </Frame>
    );
  }
  const hint = `${Math.round((item.progress ?? 0) * 100)} % · ${bytes(file.size)}`;
  return (
    <div class="file">
      <FileName file={file} hint={hint} />
      {progress}
      {cancel}
    </div>
  );
};

/** A file that is not on the server has no address yet. */
const UnsentFile = ({ file }: { file: Attachment }) => {
  const app = useApp();
  return isVisual(file) ? (
    <Frame file={file}>
      <Thumbnail file={file} name={cleanName(file.name)} />
    </Frame>
  ) : (
    <div class="file">
      <FileName file={file} hint={`${fileKind(app, file.type)} · ${bytes(file.size)}`} />
    </div>
  );
};

export const AttachmentView = ({ item, file }: { item: Item; file: Attachment }) => {
  if (item.progress !== null) return <UploadingFile item={item} file={file} />;
  if (file.id === '') return <UnsentFile file={file} />;
  if (isPicture(item)) return <Picture item={item} />;
  if (file.type.startsWith('audio/')) return <AudioFile file={file} />;
  if (file.type.startsWith('video/')) return <VideoFile file={file} />;
  return <FileRow file={file} />;
};
