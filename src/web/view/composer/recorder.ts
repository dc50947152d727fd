// Records voice messages, with the loudness over time for the waveform; it can be paused, heard before
// it is sent, and gone on with.
import { useEffect, useRef, useState } from 'preact/hooks';
import { writeWaveform } from '../message/thumbnail';
import type { Client } from '../ui/use-app';
import { useApp } from '../ui/use-app';

const level_every_ms = 60;

const loudness = (samples: Uint8Array): number => {
  let most = 0;
  for (const sample of samples) most = Math.max(most, Math.abs(sample - 128) / 128);
  return most;
};

const refusal = (app: Client, error: unknown): string => {
  const { t } = app;
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError')
    return t.value.composer.microphoneRefused;
  return name === 'NotFoundError' ? t.value.composer.noMicrophone : t.value.composer.microphoneBusy;
};

interface Recording {
  recorder: MediaRecorder;
  parts: Blob[];
  /** What becomes of it once it has stopped. */
  end: keyof Ends | null;
}

type End = (file: File, preview: string, duration_s: number) => void;

interface Ends {
  sent: End;
  /** Its conversation was left, or something else was begun in it. */
  left: End;
}

/** Its bytes so far; the recorder gives them when it is asked, or at the end. */
const soFar = ({ recorder, parts }: Recording): Promise<Blob> =>
  new Promise((resolve) => {
    const given = () => resolve(new Blob(parts, { type: recorder.mimeType }));
    recorder.addEventListener('dataavailable', given, { once: true });
    recorder.requestData();
  });

/** How loud it is, so often as it is asked. */
const createMeter = (stream: MediaStream) => {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  return {
    level(): number {
      analyser.getByteTimeDomainData(samples);
      return loudness(samples);
    },
    close: () => void context.close(),
  };
};

const fileOf = (recorder: MediaRecorder, parts: Blob[]): File => {
  const type = recorder.mimeType.split(';')[0] || 'audio/webm';
  const at = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  return new File(parts, `voice-${at}.${type.split('/')[1]}`, { type });
};

/** Asked for by a press, and let go at once if nobody waits for it any more when it is allowed. */
export const createMicrophone = (
  isWanted: () => boolean,
  ask = (): Promise<MediaStream> => navigator.mediaDevices.getUserMedia({ audio: true }),
) => {
  let isAsking = false;
  let isLeft = false;
  return {
    /** Null if an earlier press is being answered, or nobody waits for it any more. */
    async open(): Promise<MediaStream | null> {
      if (isAsking) return null;
      isAsking = true;
      try {
        const stream = await ask();
        if (!isLeft && isWanted()) return stream;
        for (const track of stream.getTracks()) track.stop();
        return null;
      } finally {
        isAsking = false;
      }
    },
    leave(): void {
      isLeft = true;
    },
  };
};

const begin = (
  { update }: Client,
  stream: MediaStream,
  tell: (heard: number[], seconds: number) => void,
  ended: () => void,
  ends: () => Ends,
): Recording => {
  const meter = createMeter(stream);
  const heard: number[] = [];
  const parts: Blob[] = [];
  const release = update.hold();
  const recorder = new MediaRecorder(stream);
  const recording: Recording = { recorder, parts, end: null };
  /** What was paused does not count. */
  let recorded_ms = 0;
  let last = performance.now();
  const count = () => {
    const now = performance.now();
    if (recorder.state === 'recording') recorded_ms += now - last;
    last = now;
  };
  const timer = setInterval(() => {
    count();
    if (recorder.state !== 'recording') return;
    heard.push(meter.level());
    tell([...heard], recorded_ms / 1_000);
  }, level_every_ms);
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onpause = count;
  recorder.onresume = count;
  recorder.onstop = () => {
    clearInterval(timer);
    release();
    for (const track of stream.getTracks()) track.stop();
    meter.close();
    ended();
    if (recording.end === null) return;
    const duration_s = recorded_ms / 1_000;
    const preview = writeWaveform({ duration_s, levels: heard });
    ends()[recording.end](fileOf(recorder, parts), preview, duration_s);
  };
  recorder.start();
  return recording;
};

/** What was recorded so far, to be heard: its address, '' while it goes on. */
const useTake = () => {
  const [take, setTake] = useState('');
  useEffect(() => () => URL.revokeObjectURL(take), [take]);
  return { take, show: (blob: Blob | null) => setTake(blob ? URL.createObjectURL(blob) : '') };
};

/** `isWanted` says whether a recording may begin; it is asked once the microphone is allowed. */
export const useRecorder = (isWanted: () => boolean, ends: Ends) => {
  const app = useApp();
  const { toast, voice } = app;
  const [levels, setLevels] = useState<number[] | null>(null);
  const [seconds, setSeconds] = useState(0);
  const { take, show } = useTake();
  const current = useRef<Recording | null>(null);
  const now = useRef(ends);
  now.current = ends;
  const [microphone] = useState(() => createMicrophone(isWanted));

  const tell = (heard: number[], recorded_s: number) => {
    setLevels(heard);
    setSeconds(recorded_s);
  };
  const ended = () => {
    current.current = null;
    show(null);
    setLevels(null);
  };
  const start = async () => {
    voice.pause();
    const stream = await microphone.open();
    if (stream === null) return;
    current.current = begin(app, stream, tell, ended, () => now.current);
    tell([], 0);
  };
  const stop = (end: Recording['end']) => {
    const { current: recording } = current;
    if (recording === null) return;
    recording.end = end;
    recording.recorder.stop();
  };
  const leave = () => {
    microphone.leave();
    stop('left');
  };
  useEffect(() => leave, []);
  return {
    levels,
    seconds,
    take,
    start: () => start().catch((error) => toast.show(refusal(app, error), true)),
    async pause() {
      const { current: recording } = current;
      if (recording?.recorder.state !== 'recording') return;
      recording.recorder.pause();
      show(await soFar(recording));
    },
    resume() {
      show(null);
      current.current?.recorder.resume();
    },
    send: () => stop('sent'),
    discard: () => stop(null),
  };
};
