// Plays a voice message or other sound in place, with its waveform and a slider.
import { useEffect, useRef, useState } from 'preact/hooks';
import { minutes } from '../../i18n/format';
import type { Attachment } from '../../model/messages/item';
import { cleanName } from '../ui/file-name';
import { IconButton } from '../ui/icon';
import { useApp } from '../ui/use-app';
import { readWaveform } from './thumbnail';

const FLAT = Array.from({ length: 48 }, () => 0.15);
const beyond_s = 1e9;

/** If the header of a recording has no duration, the browser knows it only after a seek to the end. */
const lengthOf = (audio: HTMLAudioElement): Promise<number> =>
  new Promise((resolve) => {
    const known = () => {
      if (!Number.isFinite(audio.duration)) return;
      audio.removeEventListener('durationchange', known);
      audio.currentTime = 0;
      resolve(audio.duration);
    };
    audio.addEventListener('durationchange', known);
    audio.addEventListener('loadedmetadata', () => {
      if (!Number.isFinite(audio.duration)) audio.currentTime = beyond_s;
      known();
    });
  });

export const Waveform = ({ levels, part }: { levels: number[]; part: number }) => (
  <svg
    class="waveform"
    viewBox={`0 0 ${levels.length * 4} 32`}
    preserveAspectRatio="none"
    aria-hidden
  >
    {levels.map((level, at) => {
      const height = Math.max(3, level * 30);
      const isPast = at / levels.length < part;
      return (
        <rect
          key={`${at}`}
          class={isPast ? 'past' : ''}
          x={at * 4 + 0.75}
          y={16 - height / 2}
          width="2.5"
          height={height}
          rx="1.25"
        />
      );
    })}
  </svg>
);

export const Player = ({ file, onFail }: { file: Attachment; onFail: () => void }) => {
  const { t, attempt, uploads } = useApp();
  const waveform = readWaveform(file.preview);
  const audio = useRef<HTMLAudioElement | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(file.duration_s ?? waveform?.duration_s ?? 0);
  useEffect(() => () => audio.current?.pause(), []);
  const ready = async (): Promise<HTMLAudioElement> => {
    if (audio.current) return audio.current;
    const fresh = new Audio((await uploads.fileUrl(file)).url);
    audio.current = fresh;
    fresh.addEventListener('error', onFail);
    fresh.addEventListener('play', () => setPlaying(true));
    fresh.addEventListener('pause', () => setPlaying(false));
    setLength(await lengthOf(fresh));
    fresh.addEventListener('timeupdate', () => setAt(fresh.currentTime));
    fresh.addEventListener('ended', () => setAt(0));
    return fresh;
  };
  const toggle = async () => {
    const voice = await ready();
    if (!voice.paused) return voice.pause();
    for (const other of document.querySelectorAll('video')) other.pause();
    dispatchEvent(new CustomEvent('voice', { detail: voice }));
    await voice.play();
  };
  useEffect(() => {
    const pauseOthers = (event: Event) => {
      if ((event as CustomEvent).detail !== audio.current) audio.current?.pause();
    };
    addEventListener('voice', pauseOthers);
    return () => removeEventListener('voice', pauseOthers);
  }, []);
  const seek = async (to: number) => {
    setAt(to);
    (await ready()).currentTime = to;
  };
  const part = length > 0 ? at / length : 0;
  return (
    <div class="player">
      <IconButton
        icon={isPlaying ? 'pause' : 'play'}
        kind="primary"
        label={isPlaying ? t.value.message.pause : t.value.message.play}
        onClick={() => attempt(toggle)}
      />
      <div class="player-track">
        <Waveform levels={waveform?.levels ?? FLAT} part={part} />
        <input
          type="range"
          min={0}
          max={Math.max(length, 0.1)}
          step={0.1}
          value={at}
          aria-label={`${t.value.message.position}: ${cleanName(file.name)}`}
          aria-valuetext={`${minutes(at)} / ${minutes(length)}`}
          onInput={(event) => {
            const to = Number(event.currentTarget.value);
            attempt(() => seek(to));
          }}
        />
      </div>
      <span class="hint player-time">{minutes(isPlaying || at > 0 ? at : length)}</span>
    </div>
  );
};
