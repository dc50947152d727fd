// What is heard and seen: elements that follow a stream.
import { useEffect, useRef, useState } from 'preact/hooks';

interface PictureProps {
  stream: MediaStream;
  label: string;
  kind?: string;
}

/** Silent: the voice comes by itself. */
export const Picture = ({ stream, label, kind = '' }: PictureProps) => {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (video === null) return;
    if (video.srcObject !== stream) video.srcObject = stream;
    void video.play().catch(() => {});
  }, [stream]);
  return <video ref={element} class={kind} aria-label={label} muted autoplay playsInline />;
};

/** Where the browser lets choose. */
type Speaking = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };

interface VoiceProps {
  stream: MediaStream | null;
  speaker: string;
  hear: string;
}

/** A browser may want a press before it lets a page sound, as after a reload. */
export const Voice = ({ stream, speaker, hear }: VoiceProps) => {
  const element = useRef<Speaking>(null);
  const [isBlocked, setBlocked] = useState(false);
  const play = () => {
    element.current?.play().then(
      () => setBlocked(false),
      () => setBlocked(true),
    );
  };
  useEffect(() => {
    if (element.current === null || stream === null) return;
    element.current.srcObject = stream;
    play();
  }, [stream]);
  useEffect(() => {
    void element.current?.setSinkId?.(speaker).catch(() => {});
  }, [speaker]);
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: a voice that is spoken now has no captions */}
      <audio ref={element} autoplay />
      {isBlocked ? (
        <button type="button" class="call-hear" onClick={play}>
          {hear}
        </button>
      ) : null}
    </>
  );
};
