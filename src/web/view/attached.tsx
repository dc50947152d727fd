import { useEffect, useState } from 'preact/hooks';
import { app } from '../model/app';
import type { Attachment, Item } from '../model/state';
import { bytes } from '../words/time';
import { attempt, w } from '../words/words';
import { Icon, IconButton } from './icon';
import { fileKind } from './preview';

/** Pictures up to this size are fetched unasked. */
const picture_bytes_max = 8 * 1_024 * 1_024;
const RASTER = /^image\/(png|jpeg|webp|gif|avif)$/;
const PLAYED = /^(audio|video)\//;

const save = async (file: Attachment) => {
  const link = document.createElement('a');
  link.href = await app.chat.fileUrl(file);
  link.download = file.name;
  link.click();
};

const Line = ({ file }: { file: Attachment }) => (
  <button type="button" class="file" onClick={() => attempt(() => save(file))}>
    <Icon name="file" />
    <span class="file-text">
      <span class="file-name" dir="auto">
        {file.name}
      </span>
      <span class="hint">
        {fileKind(file.type)} · {bytes(file.size)}
      </span>
    </span>
    <Icon name="down" />
    <span class="unseen">{w.value.download}</span>
  </button>
);

const Viewer = ({ url, file, onClose }: { url: string; file: Attachment; onClose: () => void }) => (
  <dialog
    class="viewer"
    aria-label={file.name}
    ref={(element) => {
      if (element && !element.open) element.showModal();
    }}
    onClose={onClose}
  >
    <IconButton icon="close" label={w.value.close} onClick={onClose} />
    <img src={url} alt={file.name} />
  </dialog>
);

const Shown = ({ file }: { file: Attachment }) => {
  const [url, setUrl] = useState('');
  const [isOpen, setOpen] = useState(false);
  const isPicture = RASTER.test(file.type);
  const wanted = isPicture && file.size <= picture_bytes_max;
  const load = () => attempt(async () => setUrl(await app.chat.fileUrl(file)));
  useEffect(() => {
    if (wanted) load();
  }, [file.id]);
  if (!url) {
    return (
      <>
        <Line file={file} />
        {wanted ? null : (
          <button type="button" class="small" onClick={load}>
            {fileKind(file.type)}
          </button>
        )}
      </>
    );
  }
  if (isPicture) {
    return (
      <>
        <button type="button" class="picture" onClick={() => setOpen(true)}>
          <img src={url} alt={file.name} />
        </button>
        {isOpen ? <Viewer url={url} file={file} onClose={() => setOpen(false)} /> : null}
      </>
    );
  }
  // biome-ignore-start lint/a11y/useMediaCaption: what people send each other has no captions
  return file.type.startsWith('audio/') ? (
    <audio controls src={url} aria-label={file.name} />
  ) : (
    <video controls src={url} aria-label={file.name} />
  );
  // biome-ignore-end lint/a11y/useMediaCaption: what people send each other has no captions
};

export const Attached = ({ item, file }: { item: Item; file: Attachment }) => {
  if (item.progress !== null) {
    return (
      <div class="file">
        <span class="file-text">
          <span class="file-name" dir="auto">
            {file.name}
          </span>
          <progress value={item.progress} aria-label={w.value.sending} />
        </span>
        <IconButton
          icon="close"
          label={w.value.cancel}
          onClick={() => app.chat.cancelUpload(item)}
        />
      </div>
    );
  }
  if (RASTER.test(file.type) || PLAYED.test(file.type)) return <Shown file={file} />;
  return <Line file={file} />;
};
