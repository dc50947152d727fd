// What lies over the conversations, a picture or a gallery; and that one thing alone is heard at a time.
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { lazy } from '../ui/lazy';
import { useApp } from '../ui/use-app';

const Gallery = lazy(async () => (await import('../gallery/gallery')).Gallery);

const ShareIn = lazy(async () => (await import('../message/forward/share-in')).ShareIn);

const Viewer = lazy(async () => (await import('../viewer/viewer')).Viewer);

/** A film that begins ends a voice, a voice ends a film, and a call ends both. */
const useOneSound = () => {
  const { calls, voice } = useApp();
  const isVoice = voice.played.value?.isPlaying ?? false;
  const isCall = (calls.calls.value?.call.value?.phase ?? 'ended') !== 'ended';
  const pauseFilms = () => {
    for (const film of document.querySelectorAll<HTMLVideoElement>('video[controls]')) film.pause();
  };
  useLayoutEffect(() => {
    const onPlay = ({ target }: Event) => {
      if (target instanceof HTMLVideoElement && target.controls) voice.pause();
    };
    document.addEventListener('play', onPlay, { capture: true });
    return () => document.removeEventListener('play', onPlay, { capture: true });
  }, []);
  useEffect(() => {
    if (isVoice) pauseFilms();
  }, [isVoice]);
  useEffect(() => {
    if (!isCall) return;
    voice.pause();
    pauseFilms();
  }, [isCall]);
};

export const MediaLayer = () => {
  const { overlays, sharing } = useApp();
  useOneSound();
  useEffect(() => {
    // Without a connection they are wanted, too.
    for (const each of [Viewer, Gallery]) void each.preload().catch(() => {});
  }, []);
  const viewed = overlays.viewed.value;
  const gallery = overlays.gallery.value;
  return (
    <>
      {gallery === null ? null : (
        <Gallery key={gallery} friend_id={gallery} onClose={overlays.closeGallery} />
      )}
      {sharing.waiting.value ? <ShareIn /> : null}
      {viewed ? (
        <Viewer
          key={`${viewed.friend_id} ${viewed.id}`}
          {...viewed}
          onClose={overlays.closeViewer}
        />
      ) : null}
    </>
  );
};
