// A sound that nobody hears: what it was asked for, and what the test lets it tell.
import type { Sound, SoundEvents } from '../../../src/web/model/platform';

export const fakeSounds = () => {
  const asked: string[] = [];
  let tell: SoundEvents | undefined;
  const sound: Sound = {
    async load(url) {
      asked.push(`load ${url}`);
      return 4;
    },
    async play() {
      asked.push('play');
      tell?.playing(true);
    },
    pause() {
      asked.push('pause');
      tell?.playing(false);
    },
    seek: (to_s) => void asked.push(`seek ${to_s}`),
    setRate: (rate) => void asked.push(`rate ${rate}`),
  };
  return {
    asked,
    tell: () => tell,
    openSound: async (events: SoundEvents): Promise<Sound> => {
      tell = events;
      return sound;
    },
  };
};
