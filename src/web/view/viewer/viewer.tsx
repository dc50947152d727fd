// A picture or film over the whole window, with who sent it, when, and what was written beside it. Arrow
// keys or a swipe lead through all of the conversation; older ones are loaded on the way.
import { useEffect, useState } from 'preact/hooks';
import type { Item } from '../../model/messages/item';
import { Forward } from '../message/forward/forward';
import type { Visual } from '../message/media/visual';
import { hasVisual } from '../message/media/visual';
import { senderName } from '../message/sender-name';
import { cleanName } from '../ui/file-name';
import { IconButton } from '../ui/icon';
import { useModal } from '../ui/modal';
import { Toasts } from '../ui/toast';
import { useApp } from '../ui/use-app';
import { Actions } from './actions';
import { Stage } from './stage';
import { useZoom, zoom_step } from './zoom';

/** From there on what lies beyond is loaded, before anybody gets there. */
const near_end = 4;

type Shown = Item & Visual;

/** The picture that is shown, and the way to its neighbours. */
const useShown = (friend_id: number, from: number, onClose: () => void) => {
  const { attempt, media, uploads } = useApp();
  const [id, setId] = useState(from);
  const [isSeeking, setSeeking] = useState(false);
  const isReady = media.isReady(friend_id);
  // Before anything of it is read, so that the first look is at the right one.
  useState(() => media.beginAt(friend_id, from));
  useEffect(() => {
    // Events were missed meanwhile.
    if (!isReady) media.beginAt(friend_id, id);
  }, [isReady]);
  const all = media.items(friend_id, 'visual').filter(hasVisual);
  const at = all.findIndex((item) => item.id === id);
  // One that was deleted meanwhile makes room for its neighbour.
  const beside = all.findIndex((item) => item.id > id);
  const place = at >= 0 ? at : beside >= 0 ? beside : all.length - 1;
  const shown: Shown | undefined = all[place];
  const [hasOlder, hasNewer] = [media.hasOlder(friend_id), media.hasNewer(friend_id)];
  useEffect(() => {
    if (place < near_end && hasOlder) void media.older(friend_id).catch(() => {});
    if (all.length - place <= near_end && hasNewer) void media.newer(friend_id).catch(() => {});
  }, [place, all.length, hasOlder, hasNewer]);
  useEffect(() => {
    if (shown === undefined) onClose();
    else if (shown.id !== id) setId(shown.id);
    // So that they are there with the press.
    for (const neighbour of [all[place + 1], all[place - 1]]) {
      if (neighbour?.file.type.startsWith('image/')) {
        void uploads.fileUrl(neighbour.file).catch(() => {});
      }
    }
  }, [shown?.id]);
  const seek = async (by: -1 | 1) => {
    setSeeking(true);
    const isAt = (item: Item) => (by < 0 ? item.id < id : item.id > id);
    const found = () => {
      const items = media.items(friend_id, 'visual');
      return by < 0 ? items.findLast(isAt) : items.find(isAt);
    };
    const load = by < 0 ? media.older : media.newer;
    while (!found() && (await load(friend_id)));
    const next = found();
    if (next) setId(next.id);
  };
  return {
    shown,
    isSeeking,
    hasPrevious: place > 0 || hasOlder,
    hasNext: place < all.length - 1 || hasNewer,
    goBy(by: -1 | 1): void {
      const next = all[place + by];
      if (next) setId(next.id);
      else attempt(() => seek(by).finally(() => setSeeking(false)));
    },
  };
};

const Caption = ({ item }: { item: Shown }) =>
  item.text.trim() ? (
    <p class="viewer-caption" dir="auto">
      {item.text}
    </p>
  ) : null;

const Arrows = ({ shown, goBy }: { shown: ReturnType<typeof useShown>; goBy: Go }) => {
  const { t } = useApp();
  return (
    <>
      {shown.hasPrevious ? (
        <IconButton
          icon="back"
          kind="viewer-arrow previous"
          label={t.value.viewer.previous}
          onClick={() => goBy(-1)}
        />
      ) : null}
      {shown.hasNext ? (
        <IconButton
          icon="next"
          kind="viewer-arrow next"
          label={t.value.viewer.next}
          onClick={() => goBy(1)}
        />
      ) : null}
    </>
  );
};

const Who = ({ item }: { item: Shown }) => {
  const app = useApp();
  const { format } = app;
  return (
    <div class="viewer-who">
      <strong>
        <bdi>{senderName(app, item)}</bdi>
      </strong>
      <time dateTime={item.at} title={format.fullTime(item.at)}>
        {format.dayName(item.at)} · {format.clockTime(item.at)}
      </time>
    </div>
  );
};

type Go = (by: -1 | 1) => void;

const keysOf = (goBy: Go, zoom: ReturnType<typeof useZoom>): Record<string, () => void> => ({
  ArrowLeft: () => goBy(-1),
  ArrowRight: () => goBy(1),
  '+': () => zoom.by(zoom_step),
  '=': () => zoom.by(zoom_step),
  '-': () => zoom.by(1 / zoom_step),
  '0': zoom.reset,
});

interface Props {
  friend_id: number;
  id: number;
  onClose: () => void;
}

export const Viewer = ({ friend_id, id, onClose }: Props) => {
  const { t } = useApp();
  const { element, layer, onCancel, onClosed } = useModal(onClose);
  const { shown, ...way } = useShown(friend_id, id, onClose);
  const [forwarded, setForwarded] = useState<Item | null>(null);
  /** Nothing but the picture. */
  const [isBare, setBare] = useState(false);
  const goBy: Go = (by) => {
    zoom.reset();
    way.goBy(by);
  };
  const onPress = (event: PointerEvent) => {
    const isBeside = !(event.target as HTMLElement).closest('img, video, button');
    if (event.pointerType === 'touch') setBare(!isBare);
    else if (isBeside && !zoom.isZoomed) onClose();
  };
  const zoom = useZoom({ onSwipe: goBy, onAway: onClose, onPress });
  const onKey = (event: KeyboardEvent) => {
    const isFilm = (event.target as HTMLElement).matches('video');
    const act = isFilm ? undefined : keysOf(goBy, zoom)[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    act();
    event.preventDefault();
  };
  return (
    <>
      <dialog
        ref={element}
        class={isBare ? 'viewer bare' : 'viewer'}
        aria-label={shown ? cleanName(shown.file.name) : t.value.message.picture}
        aria-busy={way.isSeeking}
        onKeyDown={onKey}
        onCancel={onCancel}
        onClose={onClosed}
      >
        {shown ? (
          <>
            <header class="viewer-head">
              <IconButton icon="close" label={t.value.ui.close} onClick={onClose} />
              <Who item={shown} />
              <Actions
                item={shown}
                zoomBy={(factor) => zoom.by(factor)}
                onForward={() => setForwarded(shown)}
              />
            </header>
            <Stage key={shown.id} item={shown} zoom={zoom} />
            <Caption item={shown} />
            <Arrows shown={{ shown, ...way }} goBy={goBy} />
          </>
        ) : null}
        <Toasts layer={layer} />
      </dialog>
      {forwarded ? (
        <Forward
          items={[forwarded]}
          onClose={() => setForwarded(null)}
          onDone={() => setForwarded(null)}
        />
      ) : null}
    </>
  );
};
