// What calls sound like, made here (Web Audio API): no file is loaded for it.
import type { Tone } from '../model/calls/platform';

/** When a note begins, how high it is (of several together, each), and how long it sounds. */
interface Note {
  at_s: number;
  hz: number[];
  for_s: number;
}

interface Pattern {
  notes: Note[];
  /** Again after so long; null: once. */
  every_s: number | null;
  loudness: number;
}

const melody = (hz: number[], apart_s: number, for_s: number): Note[] =>
  hz.map((each, at) => ({ at_s: at * apart_s, hz: [each], for_s }));

const PATTERNS: Record<Tone, Pattern> = {
  ring: {
    notes: [659.25, 783.99, 987.77, 783.99, 1_174.66].map((hz, at) => ({
      at_s: at * 0.18,
      hz: [hz, hz / 2],
      for_s: 0.55,
    })),
    every_s: 2.4,
    loudness: 0.16,
  },
  ringback: { notes: [{ at_s: 0, hz: [440, 480], for_s: 1.2 }], every_s: 4, loudness: 0.05 },
  busy: {
    notes: [0, 0.5, 1].map((at_s) => ({ at_s, hz: [480, 620], for_s: 0.25 })),
    every_s: null,
    loudness: 0.06,
  },
  over: { notes: melody([587.33, 440], 0.14, 0.3), every_s: null, loudness: 0.08 },
};

const fade_s = 0.03;

const sound = (context: AudioContext, { notes, loudness }: Pattern): void => {
  for (const { at_s, hz, for_s } of notes) {
    const begins = context.currentTime + at_s;
    const volume = new GainNode(context);
    volume.gain.setValueAtTime(0, begins);
    volume.gain.linearRampToValueAtTime(loudness, begins + fade_s);
    volume.gain.setValueAtTime(loudness, begins + Math.max(fade_s, for_s - 0.2));
    volume.gain.linearRampToValueAtTime(0.000_1, begins + for_s);
    volume.connect(context.destination);
    for (const each of hz) {
      const note = new OscillatorNode(context, { frequency: each });
      note.connect(volume);
      note.start(begins);
      note.stop(begins + for_s);
    }
  }
};

const shake_ms = [500, 250, 500];

/** Without a press in this page before, a browser keeps it silent. */
export const playTone = (tone: Tone): (() => void) => {
  if (!('AudioContext' in self)) return () => {};
  const context = new AudioContext();
  const pattern = PATTERNS[tone];
  const once = () => {
    sound(context, pattern);
    if (tone === 'ring') navigator.vibrate?.(shake_ms);
  };
  void context
    .resume()
    .then(once)
    .catch(() => {});
  const { every_s } = pattern;
  const timer = every_s === null ? undefined : setInterval(once, every_s * 1_000);
  const stop = () => {
    clearInterval(timer);
    if (tone === 'ring') navigator.vibrate?.(0);
    if (context.state !== 'closed') void context.close().catch(() => {});
  };
  if (every_s === null) setTimeout(stop, 2_500);
  return stop;
};
