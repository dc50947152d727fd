// A picture or film in the gallery: the blur of it at once, and drawn small when it stays in view, because
// a screen of whole pictures would take more memory than a phone has.
import { useEffect, useRef, useState } from 'preact/hooks';
import { minutes } from '../../i18n/format';
import type { Item } from '../../model/messages/item';
import { isFilm } from '../../model/messages/media/kinds';
import type { Visual } from '../message/media/visual';
import { picture_bytes_max } from '../message/media/visual';
import { pictureThumbnail } from '../message/thumbnail';
import { isModest } from '../picture/header';
import { cleanName } from '../ui/file-name';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';

/** What flies by is not fetched. */
const stays_ms = 150;

const draw = async (canvas: HTMLCanvasElement, blob: Blob): Promise<void> => {
  const side = Math.round(canvas.clientWidth * devicePixelRatio);
  const whole = await createImageBitmap(blob);
  const by = side / Math.min(whole.width, whole.height);
  const [width, height] = [whole.width * by, whole.height * by];
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  if (context) context.imageSmoothingQuality = 'medium';
  context?.drawImage(whole, (side - width) / 2, (side - height) / 2, width, height);
  whole.close();
};

/** Whether it is drawn by now. */
const useDrawn = ({ file }: Visual, side_px: number) => {
  const { uploads } = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    if (isFilm(file) || file.size > picture_bytes_max) return;
    let isHere = true;
    const show = async () => {
      const { blob, head } = await uploads.fileUrl(file);
      if (!isHere || canvas.current === null || !isModest(head)) return;
      await draw(canvas.current, blob);
      if (isHere) setDrawn(true);
    };
    // What does not come or does not open stays a blur; the viewer says why.
    const timer = setTimeout(() => void show().catch(() => {}), stays_ms);
    return () => {
      isHere = false;
      clearTimeout(timer);
    };
  }, [file.id, side_px]);
  return { canvas, isDrawn };
};

interface Props {
  item: Item & Visual;
  side_px: number;
}

export const Tile = ({ item, side_px }: Props) => {
  const { t, format, overlays } = useApp();
  const { file } = item;
  const { canvas, isDrawn } = useDrawn(item, side_px);
  const still = pictureThumbnail(file.preview);
  const kind = isFilm(file) ? t.value.message.video : t.value.message.picture;
  return (
    <button
      type="button"
      class="gallery-tile"
      style={{ width: `${side_px}px`, height: `${side_px}px` }}
      aria-label={`${kind}, ${cleanName(file.name)}, ${format.fullTime(item.at)}`}
      onClick={() => overlays.openViewer(item)}
    >
      {still && !isDrawn ? <img src={still} alt="" class="thumbnail" draggable={false} /> : null}
      <canvas ref={canvas} data-drawn={isDrawn} />
      {isFilm(file) ? (
        <span class="frame-pill">
          <Icon name="video" /> {file.duration_s ? minutes(file.duration_s) : ''}
        </span>
      ) : null}
    </button>
  );
};
