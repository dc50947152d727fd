// A picture in the list: first its space, then a blurred thumbnail, then itself; a press enlarges it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { bytes } from '../../../i18n/format';
import type { Item } from '../../../model/messages/item';
import { isModest, type Size } from '../../picture/header';
import { cleanName } from '../../ui/file-name';
import { Icon } from '../../ui/icon';
import { useApp } from '../../ui/use-app';
import { UnplayableFile, useUrl } from '../file-row';
import { pictureThumbnail } from '../thumbnail';
import { cutSize, displaySize, styleOf } from './frame';
import { useNear } from './near';
import { Retry, Sending } from './sending';
import type { Visual } from './visual';
import { picture_bytes_max } from './visual';

/** Its own bytes until the server's are here, so that nothing flashes between the two. */
const useLocalUrl = ({ local, size }: Visual['file']): string => {
  const [url, setUrl] = useState('');
  const isShown = local !== undefined && size <= picture_bytes_max;
  useEffect(() => {
    // The outbox reads its record again and again, and gives other blobs of the same bytes.
    if (isShown && url === '') setUrl(URL.createObjectURL(local));
  }, [isShown]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return url;
};

interface Props {
  item: Item & Visual;
  isInAlbum?: boolean;
}

interface StillProps extends Props {
  shown: string | null;
  isBlurred: boolean;
  onSize: (size: Size) => void;
  /** Of the whole picture: it is there. */
  onLook: (picture: HTMLImageElement) => void;
  onFail: (() => void) | undefined;
}

const Still = (props: StillProps) => {
  const { shown, isBlurred, onSize, onLook, onFail } = props;
  const { file } = props.item;
  const { t } = useApp();
  return shown ? (
    <img
      src={shown}
      class={isBlurred ? 'thumbnail' : ''}
      alt={cleanName(file.name)}
      decoding="async"
      draggable={false}
      onLoad={({ currentTarget }) => {
        const { naturalWidth: width, naturalHeight: height } = currentTarget;
        if (isBlurred || width === 0 || height === 0) return;
        onSize({ width, height });
        onLook(currentTarget);
      }}
      onError={onFail}
    />
  ) : (
    <span class="picture-blank">
      {t.value.message.picture} · {bytes(file.size)}
    </span>
  );
};

/** It was not fetched by itself: how much it is, before it is asked for. */
const Fetch = ({ size, isBusy }: { size: number; isBusy: boolean }) => (
  <span class="frame-pill">
    <Icon name={isBusy ? 'clock' : 'down'} /> {bytes(size)}
  </span>
);

export const Picture = ({ item, isInAlbum = false }: Props) => {
  const { overlays } = useApp();
  const { file } = item;
  const element = useRef<HTMLDivElement>(null);
  const isNear = useNear(element);
  const isSent = file.id !== '';
  const isSmall = file.size <= picture_bytes_max;
  const isWanted = isSent && isNear && isSmall;
  const { url, trouble, isBusy, load, fail, look } = useUrl(file, isWanted, isModest);
  const local = useLocalUrl(file);
  const [seen, setSeen] = useState<Size | null>(null);
  const [isTorn, setTorn] = useState(false);
  if (trouble && !isInAlbum) return <UnplayableFile file={file} trouble={trouble} />;
  const whole = url || (isTorn ? '' : local);
  const onFail = () => {
    setTorn(true);
    if (url) fail();
  };
  const size = displaySize(file, seen);
  const cut = cutSize(size);
  const isCut = isInAlbum || cut.width !== size.width || cut.height !== size.height;
  const kind = ['frame', isCut ? 'cut' : '', isSent ? '' : 'uploading'].filter(Boolean).join(' ');
  return (
    <div ref={element} class={kind} style={styleOf(cut)}>
      <button
        type="button"
        class="picture"
        aria-busy={isBusy}
        disabled={!isSent}
        onClick={() => (url ? overlays.openViewer(item) : load())}
      >
        <Still
          item={item}
          shown={whole || pictureThumbnail(file.preview)}
          isBlurred={!whole}
          onSize={setSeen}
          onLook={look}
          onFail={whole ? onFail : undefined}
        />
        {isSent && isNear && !url && !trouble && (!isSmall || !isBusy) ? (
          <Fetch size={file.size} isBusy={isBusy} />
        ) : null}
      </button>
      {trouble ? <Retry why={trouble} onClick={load} /> : null}
      <Sending item={item} />
    </div>
  );
};
