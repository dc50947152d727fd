// Records voice messages, with the loudness over time for the waveform.
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
  stop: () => void;
  isSent: boolean;
}

export const useRecorder = (done: (file: File, preview: string, duration_s: number) => void) => {
  const app = useApp();
  const { toast, update } = app;
  const [levels, setLevels] = useState<number[] | null>(null);
  const [seconds, setSeconds] = useState(0);
  const current = useRef<Recording | null>(null);

  const start = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    const heard: number[] = [];
    const parts: Blob[] = [];
    const release = update.hold();
    const started = performance.now();
    const recorder = new MediaRecorder(stream);
    const timer = setInterval(() => {
      analyser.getByteTimeDomainData(samples);
      heard.push(loudness(samples));
      setLevels([...heard]);
      setSeconds((performance.now() - started) / 1_000);
    }, level_every_ms);
    const recording: Recording = { recorder, isSent: false, stop: () => recorder.stop() };
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = () => {
      clearInterval(timer);
      release();
      for (const track of stream.getTracks()) track.stop();
      void context.close();
      current.current = null;
      setLevels(null);
      if (!recording.isSent) return;
      const type = recorder.mimeType.split(';')[0] || 'audio/webm';
      const at = new Date().toISOString().slice(0, 19).replaceAll(':', '');
      const file = new File(parts, `voice-${at}.${type.split('/')[1]}`, { type });
      const duration_s = (performance.now() - started) / 1_000;
      done(file, writeWaveform({ duration_s, levels: heard }), duration_s);
    };
    recorder.start();
    current.current = recording;
    setLevels([]);
    setSeconds(0);
  };
  const stop = (isSent: boolean) => {
    if (!current.current) return;
    current.current.isSent = isSent;
    current.current.stop();
  };
  useEffect(() => () => stop(false), []);
  return {
    levels,
    seconds,
    start: () => start().catch((error) => toast.show(refusal(app, error), true)),
    send: () => stop(true),
    discard: () => stop(false),
  };
};
