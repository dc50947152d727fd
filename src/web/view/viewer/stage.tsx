// The picture or film itself: a blur of it at once, then the whole.
import { useEffect, useState } from 'preact/hooks';
import type { Opened } from '../../model/messages/file-url';
import type { Item } from '../../model/messages/item';
import { isFilm } from '../../model/messages/media/kinds';
import { UnplayableFile } from '../message/file-row';
import type { Visual } from '../message/media/visual';
import { pictureThumbnail } from '../message/thumbnail';
import { isCutToNothing } from '../picture/whole';
import { cleanName } from '../ui/file-name';
import { useApp } from '../ui/use-app';
import type { useZoom } from './zoom';

interface Props {
  item: Item & Visual;
  zoom: ReturnType<typeof useZoom>;
}

const useWhole = ({ file }: Visual) => {
  const { t, explain, uploads } = useApp();
  const [whole, setWhole] = useState<Opened | null>(null);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    let isCurrent = true;
    uploads.fileUrl(file).then(
      (opened) => isCurrent && setWhole(opened),
      (error) => isCurrent && setTrouble(explain(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [file.id]);
  const look = (picture: HTMLImageElement) => {
    if (whole === null) return;
    const found = (isCut: boolean) => isCut && setTrouble(t.value.message.cutOff);
    void isCutToNothing(picture, whole.blob).then(found, () => {});
  };
  const fail = () => setTrouble(t.value.message.notPlayable);
  return { url: whole?.url ?? '', trouble, fail, look };
};

export const Stage = ({ item, zoom }: Props) => {
  const { file } = item;
  const { url, trouble, fail, look } = useWhole(item);
  const name = cleanName(file.name);
  if (trouble) {
    return (
      <div class="viewer-stage">
        <div class="viewer-trouble">
          <UnplayableFile file={file} trouble={trouble} />
        </div>
      </div>
    );
  }
  const still = pictureThumbnail(file.preview) ?? undefined;
  if (isFilm(file) && url) {
    return (
      <div class="viewer-stage film">
        {/* biome-ignore lint/a11y/useMediaCaption: what people send each other has no captions */}
        <video controls autoPlay playsInline src={url} aria-label={name} onError={fail} />
      </div>
    );
  }
  const { width, height } = file;
  return (
    <div class={zoom.isPulled ? 'viewer-stage pulled' : 'viewer-stage'} {...zoom.handlers}>
      <img
        src={url || still}
        class={url ? '' : 'thumbnail'}
        alt={name}
        {...(width && height ? { width, height } : {})}
        style={zoom.style}
        draggable={false}
        onLoad={url ? ({ currentTarget }) => look(currentTarget) : undefined}
        onError={url ? fail : undefined}
      />
    </div>
  );
};
