// A picture over everything: closer and farther by wheel, keys, double press or two fingers; moved
// by dragging; the next and the one before by arrow keys or a swipe.
import { useEffect, useState } from 'preact/hooks';
import type { Attachment, Item } from '../../model/messages/item';
import { cleanName } from '../ui/file-name';
import { IconButton } from '../ui/icon';
import { useModal } from '../ui/modal';
import { saveFile } from '../ui/save-file';
import { Toasts } from '../ui/toast';
import { useApp } from '../ui/use-app';
import { pictureThumbnail } from './thumbnail';
import { useZoom } from './zoom';

interface Props {
  /** All that can be leafed through, the oldest first. */
  pictures: (Item & { file: Attachment })[];
  from: string;
  onClose: () => void;
}

export const Viewer = ({ pictures, from, onClose }: Props) => {
  const app = useApp();
  const { t, attempt, uploads } = app;
  const { element, layer, close } = useModal();
  const [id, setId] = useState(from);
  const [url, setUrl] = useState('');
  const at = pictures.findIndex(({ file }) => file.id === id);
  const file = pictures[at]?.file;
  const goBy = (step: number) => {
    const next = pictures[at + step]?.file.id;
    if (next === undefined) return;
    setUrl('');
    zoom.reset();
    setId(next);
  };
  const zoom = useZoom(goBy);
  useEffect(() => {
    if (file) attempt(async () => setUrl(await uploads.fileUrl(file)));
  }, [id]);
  if (!file) return null;
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') goBy(-1);
    else if (event.key === 'ArrowRight') goBy(1);
    else if (event.key === '+' || event.key === '=') zoom.by(1.5);
    else if (event.key === '-') zoom.by(1 / 1.5);
    else if (event.key === '0') zoom.reset();
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={element}
      class="viewer"
      aria-label={cleanName(file.name)}
      onKeyDown={onKey}
      onClose={onClose}
    >
      <header class="viewer-head">
        <span class="viewer-name" dir="auto">
          {cleanName(file.name)}
        </span>
        <IconButton icon="minus" label={t.value.message.smaller} onClick={() => zoom.by(1 / 1.5)} />
        <IconButton icon="add" label={t.value.message.larger} onClick={() => zoom.by(1.5)} />
        <IconButton
          icon="down"
          label={t.value.message.download}
          onClick={() => attempt(() => saveFile(app, file))}
        />
        <IconButton icon="close" label={t.value.ui.close} onClick={close} />
      </header>
      <div class="viewer-stage" {...zoom.handlers}>
        <img
          src={url || (pictureThumbnail(file.preview) ?? undefined)}
          class={url ? '' : 'thumbnail'}
          alt={cleanName(file.name)}
          style={zoom.style}
          draggable={false}
        />
      </div>
      {at > 0 ? (
        <IconButton
          icon="back"
          kind="viewer-arrow previous"
          label={t.value.message.previous}
          onClick={() => goBy(-1)}
        />
      ) : null}
      {at < pictures.length - 1 ? (
        <IconButton
          icon="next"
          kind="viewer-arrow next"
          label={t.value.message.next}
          onClick={() => goBy(1)}
        />
      ) : null}
      <Toasts layer={layer} />
    </dialog>
  );
};
