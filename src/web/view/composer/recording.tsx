import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { minutes } from '../../i18n/format';
import { Waveform } from '../message/voice/waveform';
import { IconButton } from '../ui/icon';
import { useApp } from '../ui/use-app';
import type { useRecorder } from './recorder';

const bars = 60;

/** What was recorded so far, played beside the page's own player: it is no message yet. */
const useListening = (take: string, length: number) => {
  const audio = useRef<HTMLAudioElement | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  useEffect(() => {
    if (take === '') return;
    const fresh = new Audio(take);
    audio.current = fresh;
    fresh.addEventListener('play', () => setPlaying(true));
    fresh.addEventListener('pause', () => setPlaying(false));
    // One more comes after it was paused, and would be taken for the next one's.
    let isCurrent = true;
    fresh.addEventListener('timeupdate', () => isCurrent && setAt(fresh.currentTime));
    fresh.addEventListener('ended', () => isCurrent && setAt(0));
    return () => {
      isCurrent = false;
      fresh.pause();
      setPlaying(false);
      setAt(0);
    };
  }, [take]);
  return {
    isPlaying,
    at,
    part: length > 0 && (isPlaying || at > 0) ? at / length : 1,
    async toggle() {
      if (isPlaying) audio.current?.pause();
      else await audio.current?.play();
    },
  };
};

/** So many bars as there is room for, of all of it or of its end. */
const shapeOf = (levels: number[], isWhole: boolean): number[] => {
  if (isWhole && levels.length > bars) {
    return Array.from({ length: bars }, (_, at) => {
      const from = Math.floor((at * levels.length) / bars);
      return Math.max(...levels.slice(from, Math.floor(((at + 1) * levels.length) / bars)));
    });
  }
  const last = levels.slice(-bars);
  const empty = Array.from({ length: bars - last.length }, () => 0);
  return isWhole ? [...last, ...empty] : [...empty, ...last];
};

/** The bar while recording: what was heard, its length; discard, pause and listen, go on, send. */
export const Recording = ({ recorder }: { recorder: ReturnType<typeof useRecorder> }) => {
  const { t, attempt } = useApp();
  const { composer } = t.value;
  const { take, seconds } = recorder;
  const isPaused = take !== '';
  const listening = useListening(take, seconds);
  const shown_s = listening.at > 0 ? listening.at : seconds;
  const bar = useRef<HTMLDivElement>(null);
  // The button that began it is gone: the keys go on with what ends it, by a press that loses nothing.
  useLayoutEffect(() => {
    if (document.activeElement === document.body)
      bar.current?.querySelector<HTMLElement>('.pause')?.focus();
  }, []);
  return (
    <div class="composer-row recording" ref={bar}>
      <IconButton icon="bin" label={t.value.ui.discard} onClick={recorder.discard} />
      {isPaused ? (
        <IconButton
          icon={listening.isPlaying ? 'pause' : 'play'}
          label={listening.isPlaying ? composer.stopListening : composer.listen}
          onClick={() => attempt(listening.toggle)}
        />
      ) : (
        <span class="recording-dot pulse" aria-hidden="true" />
      )}
      <span class="player-time" role="timer" aria-label={composer.recording}>
        {minutes(shown_s)}
      </span>
      <Waveform levels={shapeOf(recorder.levels ?? [], isPaused)} part={listening.part} />
      <IconButton
        icon={isPaused ? 'microphone' : 'pause'}
        kind="pause"
        label={isPaused ? composer.resumeRecording : composer.pauseRecording}
        onClick={() => attempt(async () => (isPaused ? recorder.resume() : recorder.pause()))}
      />
      <IconButton
        icon="send"
        kind="primary"
        label={composer.sendRecording}
        onClick={recorder.send}
      />
    </div>
  );
};
