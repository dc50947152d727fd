// A picture over the whole window: zoomed by wheel, keys, double press or two fingers, moved by
// dragging; arrow keys or a swipe show the next one.
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

/** How much one press zooms. */
const step = 1.5;

interface Props {
  /** All that can be shown one after the other, the oldest first. */
  pictures: (Item & { file: Attachment })[];
  from: string;
  onClose: () => void;
}

type Pictures = Props['pictures'];

/** The picture that is shown, and the way to its neighbours. */
const useShown = (pictures: Pictures, from: string) => {
  const { attempt, uploads } = useApp();
  const [id, setId] = useState(from);
  const [url, setUrl] = useState('');
  const at = pictures.findIndex(({ file }) => file.id === id);
  const file = pictures[at]?.file;
  useEffect(() => {
    if (file) attempt(async () => setUrl((await uploads.fileUrl(file)).url));
  }, [id]);
  const goBy = (step: number): boolean => {
    const next = pictures[at + step]?.file.id;
    if (next === undefined) return false;
    setUrl('');
    setId(next);
    return true;
  };
  return { file, url, goBy, hasPrevious: at > 0, hasNext: at < pictures.length - 1 };
};

interface HeaderProps {
  file: Attachment;
  zoomBy: (factor: number) => void;
  onClose: () => void;
}

const Header = ({ file, zoomBy, onClose }: HeaderProps) => {
  const app = useApp();
  const { t, attempt } = app;
  return (
    <header class="viewer-head">
      <span class="viewer-name" dir="auto">
        {cleanName(file.name)}
      </span>
      <IconButton icon="minus" label={t.value.message.smaller} onClick={() => zoomBy(1 / step)} />
      <IconButton icon="add" label={t.value.message.larger} onClick={() => zoomBy(step)} />
      <IconButton
        icon="down"
        label={t.value.message.download}
        onClick={() => attempt(() => saveFile(app, file))}
      />
      <IconButton icon="close" label={t.value.ui.close} onClick={onClose} />
    </header>
  );
};

export const Viewer = ({ pictures, from, onClose }: Props) => {
  const { t } = useApp();
  const { element, layer, onCancel, onClosed } = useModal(onClose);
  const { file, url, hasPrevious, hasNext, ...shown } = useShown(pictures, from);
  const goBy = (by: number) => {
    if (shown.goBy(by)) zoom.reset();
  };
  const zoom = useZoom(goBy);
  if (!file) return null;
  const { previous, next } = t.value.message;
  const KEYS: Record<string, () => void> = {
    ArrowLeft: () => goBy(-1),
    ArrowRight: () => goBy(1),
    '+': () => zoom.by(step),
    '=': () => zoom.by(step),
    '-': () => zoom.by(1 / step),
    '0': zoom.reset,
  };
  const onKey = (event: KeyboardEvent) => {
    const act = KEYS[event.key];
    if (!act) return;
    act();
    event.preventDefault();
  };
  return (
    <dialog
      ref={element}
      class="viewer"
      aria-label={cleanName(file.name)}
      onKeyDown={onKey}
      onCancel={onCancel}
      onClose={onClosed}
    >
      <Header file={file} zoomBy={zoom.by} onClose={onClose} />
      <div class="viewer-stage" {...zoom.handlers}>
        <img
          src={url || (pictureThumbnail(file.preview) ?? undefined)}
          class={url ? '' : 'thumbnail'}
          alt={cleanName(file.name)}
          style={zoom.style}
          draggable={false}
        />
      </div>
      {hasPrevious ? (
        <IconButton
          icon="back"
          kind="viewer-arrow previous"
          label={previous}
          onClick={() => goBy(-1)}
        />
      ) : null}
      {hasNext ? (
        <IconButton icon="next" kind="viewer-arrow next" label={next} onClick={() => goBy(1)} />
      ) : null}
      <Toasts layer={layer} />
    </dialog>
  );
};
