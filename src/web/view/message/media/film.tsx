// A film: a still of it with its length, and played in place after a press. In an album it plays in the
// viewer, which has room for it.
import { bytes, minutes } from '../../../i18n/format';
import type { Item } from '../../../model/messages/item';
import { cleanName } from '../../ui/file-name';
import { Icon } from '../../ui/icon';
import { useApp } from '../../ui/use-app';
import { UnplayableFile, useUrl } from '../file-row';
import { pictureThumbnail } from '../thumbnail';
import { cutSize, displaySize, styleOf } from './frame';
import { Sending } from './sending';
import type { Visual } from './visual';

interface Props {
  item: Item & Visual;
  isInAlbum?: boolean;
}

const Still = ({ file }: { file: Visual['file'] }) => {
  const thumbnail = pictureThumbnail(file.preview);
  return thumbnail ? (
    <img src={thumbnail} class="thumbnail" alt="" draggable={false} />
  ) : (
    <span class="picture-blank" />
  );
};

export const Film = ({ item, isInAlbum = false }: Props) => {
  const { t, overlays } = useApp();
  const { file } = item;
  const { url, trouble, isBusy, load, fail } = useUrl(file, false);
  if (trouble && !isInAlbum) return <UnplayableFile file={file} trouble={trouble} />;
  const name = cleanName(file.name);
  const style = styleOf(cutSize(displaySize(file, null)));
  if (url) {
    return (
      <div class="frame playing" style={style}>
        {/* biome-ignore lint/a11y/useMediaCaption: what people send each other has no captions */}
        <video controls autoPlay playsInline src={url} aria-label={name} onError={fail} />
      </div>
    );
  }
  const facts = [file.duration_s ? minutes(file.duration_s) : '', bytes(file.size)];
  return (
    <div class="frame film" style={style}>
      <Still file={file} />
      {item.state === 'sent' ? (
        <button
          type="button"
          class="video-play"
          aria-label={t.value.ui.labelled(t.value.message.play, name)}
          aria-busy={isBusy}
          disabled={isBusy}
          onClick={() => (isInAlbum ? overlays.openViewer(item) : load())}
        >
          <span class="frame-disc">
            <Icon name={isBusy ? 'clock' : 'play'} />
          </span>
        </button>
      ) : null}
      <span class="frame-pill film-facts">
        <Icon name="video" /> {facts.filter(Boolean).join(' · ')}
      </span>
      <Sending item={item} />
    </div>
  );
};
