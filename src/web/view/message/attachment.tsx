// What came with a message: a picture, a voice, a film, or a file to fetch.
import { useEffect, useState } from 'preact/hooks';
import { bytes } from '../../i18n/format';
import { attempt, explain, w } from '../../i18n/language';
import { app } from '../../model/app';
import { otherOf } from '../../model/messages/item';
import type { Attachment, Item } from '../../model/state';
import { histories } from '../../model/state';
import { Icon, IconButton } from '../ui/icon';
import { saveFile } from '../ui/save-file';
import { cleanName } from './file-name';
import { Player } from './player';
import { fileKind, isVoice } from './preview';
import { pictureSketch } from './thumbnail';
import { Viewer } from './viewer';

/** Pictures up to this size are fetched unasked. */
const picture_bytes_max = 8 * 1_024 * 1_024;
const RASTER = /^image\/(png|jpeg|webp|gif|avif|bmp)$/;

type WithFile = Item & { file: Attachment };

const isPicture = (item: Item): item is WithFile =>
  item.file !== null && item.file.id !== '' && RASTER.test(item.file.type);

const Name = ({ file, hint }: { file: Attachment; hint: string }) => (
  <span class="file-text">
    <span class="file-name" dir="auto">
      {cleanName(file.name)}
    </span>
    <span class="hint">{hint}</span>
  </span>
);

const Line = ({ file }: { file: Attachment }) => {
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    await saveFile(file).finally(() => setBusy(false));
  };
  return (
    <button
      type="button"
      class="file"
      aria-busy={isBusy}
      disabled={isBusy}
      onClick={() => attempt(save)}
    >
      <span class="file-icon">
        <Icon name={isBusy ? 'clock' : 'file'} />
      </span>
      <Name file={file} hint={`${fileKind(file.type)} · ${bytes(file.size)}`} />
      <Icon name="down" />
      <span class="unseen">{w.value.download}</span>
    </button>
  );
};

/** Fetched at once where it is small, else when someone asks; a failure says why, and stays. */
const useUrl = (file: Attachment, isWanted: boolean) => {
  const [url, setUrl] = useState('');
  const [trouble, setTrouble] = useState('');
  const [isBusy, setBusy] = useState(false);
  const load = () => {
    setTrouble('');
    setBusy(true);
    app.files
      .url(file)
      .then(setUrl, (error) => setTrouble(explain(error)))
      .finally(() => setBusy(false));
  };
  useEffect(() => {
    if (isWanted) load();
  }, [file.id]);
  return { url, trouble, isBusy, load, fail: () => setTrouble(w.value.notPlayable) };
};

const Picture = ({ item }: { item: WithFile }) => {
  const { file } = item;
  const { url, trouble, isBusy, load, fail } = useUrl(file, file.size <= picture_bytes_max);
  const [isOpen, setOpen] = useState(false);
  const sketch = pictureSketch(file.preview);
  if (trouble) return <Broken file={file} trouble={trouble} />;
  const shown = url || sketch;
  const all = (histories.value[otherOf(item)]?.items ?? []).filter(isPicture);
  return (
    <>
      <button
        type="button"
        class="picture"
        aria-busy={isBusy}
        onClick={() => (url ? setOpen(true) : load())}
      >
        {shown ? (
          <img
            src={shown}
            class={url ? '' : 'sketch'}
            alt={cleanName(file.name)}
            onError={url ? fail : undefined}
          />
        ) : (
          <span class="picture-blank">
            {w.value.picture} · {bytes(file.size)}
          </span>
        )}
      </button>
      {isOpen ? <Viewer pictures={all} from={file.id} onClose={() => setOpen(false)} /> : null}
    </>
  );
};

const Broken = ({ file, trouble }: { file: Attachment; trouble: string }) => (
  <>
    <Line file={file} />
    <p class="hint">{trouble}</p>
  </>
);

const Film = ({ file }: { file: Attachment }) => {
  const { url, trouble, isBusy, load, fail } = useUrl(file, false);
  if (trouble) return <Broken file={file} trouble={trouble} />;
  const name = cleanName(file.name);
  if (!url) {
    return (
      <button type="button" class="file" aria-busy={isBusy} disabled={isBusy} onClick={load}>
        <span class="file-icon">
          <Icon name={isBusy ? 'clock' : 'play'} />
        </span>
        <Name file={file} hint={`${w.value.video} · ${bytes(file.size)}`} />
        <span class="unseen">{w.value.play}</span>
      </button>
    );
  }
  return (
    // biome-ignore lint/a11y/useMediaCaption: what people send each other has no captions
    <video controls autoPlay playsInline src={url} aria-label={name} onError={fail} />
  );
};

const Sound = ({ file }: { file: Attachment }) => {
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <Broken file={file} trouble={w.value.notPlayable} />;
  return (
    <>
      <Player file={file} onFail={() => setBroken(true)} />
      {isVoice(file.name, file.type) ? null : (
        <Name file={file} hint={`${w.value.audio} · ${bytes(file.size)}`} />
      )}
    </>
  );
};

const Moving = ({ item, file }: { item: Item; file: Attachment }) => (
  <div class="file">
    <Name file={file} hint={`${Math.round((item.progress ?? 0) * 100)} % · ${bytes(file.size)}`} />
    <progress
      {...(item.progress ? { value: item.progress } : {})}
      aria-label={`${w.value.sending}: ${cleanName(file.name)}`}
    />
    <IconButton icon="close" label={w.value.cancel} onClick={() => app.files.cancel(item)} />
  </div>
);

export const Attached = ({ item, file }: { item: Item; file: Attachment }) => {
  if (item.progress !== null) return <Moving item={item} file={file} />;
  // What did not get to the server has no address yet.
  if (file.id === '') {
    return (
      <div class="file">
        <Name file={file} hint={`${fileKind(file.type)} · ${bytes(file.size)}`} />
      </div>
    );
  }
  if (isPicture(item)) return <Picture item={item} />;
  if (file.type.startsWith('audio/')) return <Sound file={file} />;
  if (file.type.startsWith('video/')) return <Film file={file} />;
  return <Line file={file} />;
};
