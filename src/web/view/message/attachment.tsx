// What came with a message: a picture, a voice, a film, or a file to fetch.
import { useState } from 'preact/hooks';
import { bytes, minutes } from '../../i18n/format';
import type { Attachment, Item } from '../../model/messages/item';
import { cleanName } from '../ui/file-name';
import { Icon, IconButton } from '../ui/icon';
import { useApp } from '../ui/use-app';
import { Broken, Line, Name, useUrl } from './file-line';
import { Frame } from './frame';
import { isPicture, isRaster, Picture } from './picture';
import { Player } from './player';
import { fileKind, isVoice } from './preview';
import { pictureSketch } from './thumbnail';

/** `name`: what it is called, unless it is said beside it. */
const Sketch = ({ file, name = '' }: { file: Attachment; name?: string }) => {
  const sketch = pictureSketch(file.preview);
  return sketch ? <img src={sketch} class="sketch" alt={name} /> : <span class="picture-blank" />;
};

const Film = ({ file }: { file: Attachment }) => {
  const { t } = useApp();
  const { url, trouble, isBusy, load, fail } = useUrl(file, false);
  if (trouble) return <Broken file={file} trouble={trouble} />;
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
      <Sketch file={file} />
      <button type="button" class="film" aria-busy={isBusy} disabled={isBusy} onClick={load}>
        <span class="file-icon">
          <Icon name={isBusy ? 'clock' : 'play'} />
        </span>
        <Name file={file} hint={`${t.value.message.video} · ${length}${bytes(file.size)}`} />
        <span class="unseen">{t.value.message.play}</span>
      </button>
    </Frame>
  );
};

const Sound = ({ file }: { file: Attachment }) => {
  const { t } = useApp();
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <Broken file={file} trouble={t.value.message.notPlayable} />;
  return (
    <>
      <Player file={file} onFail={() => setBroken(true)} />
      {isVoice(file.name, file.type) ? null : (
        <Name file={file} hint={`${t.value.message.audio} · ${bytes(file.size)}`} />
      )}
    </>
  );
};

const isSeen = (file: Attachment): boolean => isRaster(file) || file.type.startsWith('video/');

/** On its way: pictures and films stand where they will be. */
const Moving = ({ item, file }: { item: Item; file: Attachment }) => {
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
  if (isSeen(file)) {
    return (
      <Frame file={file} kind="moving">
        <Sketch file={file} />
        {cancel}
        {progress}
      </Frame>
    );
  }
  const hint = `${Math.round((item.progress ?? 0) * 100)} % · ${bytes(file.size)}`;
  return (
    <div class="file">
      <Name file={file} hint={hint} />
      {progress}
      {cancel}
    </div>
  );
};

/** What did not get to the server has no address yet. */
const Waiting = ({ file }: { file: Attachment }) => {
  const app = useApp();
  return isSeen(file) ? (
    <Frame file={file}>
      <Sketch file={file} name={cleanName(file.name)} />
    </Frame>
  ) : (
    <div class="file">
      <Name file={file} hint={`${fileKind(app, file.type)} · ${bytes(file.size)}`} />
    </div>
  );
};

export const Attached = ({ item, file }: { item: Item; file: Attachment }) => {
  if (item.progress !== null) return <Moving item={item} file={file} />;
  if (file.id === '') return <Waiting file={file} />;
  if (isPicture(item)) return <Picture item={item} />;
  if (file.type.startsWith('audio/')) return <Sound file={file} />;
  if (file.type.startsWith('video/')) return <Film file={file} />;
  return <Line file={file} />;
};
