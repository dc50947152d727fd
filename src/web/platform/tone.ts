// The tone of a message, made here (Web Audio API): no file is loaded for it.

const NOTES_HZ = [659.25, 880];
const apart_s = 0.11;
const fades_s = 0.35;
const loudness = 0.08;

const ring = (context: AudioContext): void => {
  for (const [at, hz] of NOTES_HZ.entries()) {
    const begins = context.currentTime + at * apart_s;
    const note = new OscillatorNode(context, { frequency: hz });
    const volume = new GainNode(context);
    volume.gain.setValueAtTime(0, begins);
    volume.gain.linearRampToValueAtTime(loudness, begins + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.000_1, begins + fades_s);
    note.connect(volume).connect(context.destination);
    note.start(begins);
    note.stop(begins + fades_s);
  }
};

/** Without a press in this page before, a browser keeps it silent. */
export const tone = (): void => {
  if (!('AudioContext' in self)) return;
  const context = new AudioContext();
  void context
    .resume()
    .then(() => ring(context))
    .catch(() => {});
  setTimeout(() => void context.close().catch(() => {}), 1_500);
};
