// What lies over the conversations: a picture, or the gallery of a conversation. Loaded with the first.
import { useEffect } from 'preact/hooks';
import { lazy } from '../ui/lazy';
import { useApp } from '../ui/use-app';

const Viewer = lazy(async () => (await import('../viewer/viewer')).Viewer);

export const MediaLayer = () => {
  const { overlays } = useApp();
  // Without a connection they are wanted, too.
  useEffect(() => void Viewer.preload().catch(() => {}), []);
  const viewed = overlays.viewed.value;
  return (
    <>
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
