// A picture in the list: first its space, then a blurred thumbnail, then itself; a press enlarges it.
import { useState } from 'preact/hooks';
import { bytes } from '../../i18n/format';
import type { Attachment, Item } from '../../model/messages/item';
import { otherOf } from '../../model/messages/item';
import { isModest, type Size } from '../picture/header';
import { cleanName } from '../ui/file-name';
import { lazy } from '../ui/lazy';
import { useApp } from '../ui/use-app';
import { UnplayableFile, useUrl } from './file-row';
import { displaySize, styleOf } from './frame';
import { pictureThumbnail } from './thumbnail';

const Viewer = lazy(async () => (await import('./viewer')).Viewer);

/** Pictures up to this size are loaded automatically. */
const picture_bytes_max = 8 * 1_024 * 1_024;
const RASTER = /^image\/(png|jpeg|webp|gif|avif|bmp)$/;

type WithFile = Item & { file: Attachment };

export const isRaster = (file: Attachment): boolean => RASTER.test(file.type);

export const isPicture = (item: Item): item is WithFile =>
  item.file !== null && item.file.id !== '' && isRaster(item.file);

export const Picture = ({ item }: { item: WithFile }) => {
  const {
    t,
    account: { userId },
    windows: { timelineOf },
  } = useApp();
  const { file } = item;
  const { url, trouble, isBusy, load, fail } = useUrl(
    file,
    file.size <= picture_bytes_max,
    isModest,
  );
  const [isOpen, setOpen] = useState(false);
  const [seen, setSeen] = useState<Size | null>(null);
  if (trouble) return <UnplayableFile file={file} trouble={trouble} />;
  const shown = url || pictureThumbnail(file.preview);
  const all = (timelineOf(otherOf(item, userId())).items ?? []).filter(isPicture);
  return (
    <>
      <button
        type="button"
        class="frame picture"
        style={styleOf(displaySize(file, seen))}
        aria-busy={isBusy}
        onClick={() => (url ? setOpen(true) : load())}
      >
        {shown ? (
          <img
            src={shown}
            class={url ? '' : 'thumbnail'}
            alt={cleanName(file.name)}
            onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
              if (url && width > 0 && height > 0) setSeen({ width, height });
            }}
            onError={url ? fail : undefined}
          />
        ) : (
          <span class="picture-blank">
            {t.value.message.picture} · {bytes(file.size)}
          </span>
        )}
      </button>
      {isOpen ? <Viewer pictures={all} from={file.id} onClose={() => setOpen(false)} /> : null}
    </>
  );
};
