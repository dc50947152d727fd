// The sound of the page, by one audio element (HTML, media elements).
import type { Sound, SoundEvents } from '../model/platform';

const beyond_s = 1e9;

/** If the header of a recording has no duration, the browser knows it only after a seek to the end. */
const lengthOf = (audio: HTMLAudioElement): Promise<number> =>
  new Promise((resolve) => {
    const known = () => {
      if (!Number.isFinite(audio.duration)) return;
      audio.removeEventListener('durationchange', known);
      if (audio.currentTime > 0) audio.currentTime = 0;
      resolve(audio.duration);
    };
    audio.addEventListener('durationchange', known);
    audio.addEventListener(
      'loadedmetadata',
      () => {
        if (!Number.isFinite(audio.duration)) audio.currentTime = beyond_s;
        known();
      },
      { once: true },
    );
    audio.addEventListener('error', () => resolve(0), { once: true });
  });

export const createSound = ({ at, playing, length, ended, failed }: SoundEvents): Sound => {
  const audio = new Audio();
  /** While its length is looked for, it is nowhere. */
  let isMeasured = false;
  audio.addEventListener('timeupdate', () => isMeasured && at(audio.currentTime));
  // A recording that was paused says of itself only how long its first part is.
  audio.addEventListener('durationchange', () => {
    if (isMeasured && Number.isFinite(audio.duration)) length(audio.duration);
  });
  audio.addEventListener('play', () => playing(true));
  audio.addEventListener('pause', () => playing(false));
  audio.addEventListener('ended', () => isMeasured && ended());
  audio.addEventListener('error', () => failed());
  return {
    async load(url) {
      isMeasured = false;
      audio.src = url;
      const length_s = await lengthOf(audio);
      isMeasured = true;
      return length_s;
    },
    play: () => audio.play(),
    pause: () => audio.pause(),
    seek(to_s) {
      audio.currentTime = to_s;
    },
    setRate(rate) {
      // Loading resets the one to the other.
      audio.defaultPlaybackRate = rate;
      audio.playbackRate = rate;
    },
  };
};
