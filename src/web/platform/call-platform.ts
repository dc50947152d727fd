// Calls as this browser has them (WebRTC, Media Capture, Screen Capture, Screen Wake Lock).

import type { CallPlatform, Device, Source } from '../model/calls/platform';
import type { ProbePlatform } from '../model/doctor/platform';
import { createConnection } from './call-connection';
import { openProbe } from './call-probe';
import { playTone } from './call-tones';

const KINDS: Record<MediaDeviceKind, Device['kind']> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
};

const sourceOf = (stream: MediaStream): Source => {
  const [track] = stream.getTracks();
  if (track === undefined) throw new DOMException('no track', 'NotFoundError');
  return {
    track,
    stream,
    device_id: track.getSettings().deviceId ?? '',
    turn(isOn) {
      track.enabled = isOn;
    },
    onEnd: (act) => track.addEventListener('ended', act),
    stop: () => track.stop(),
  };
};

const VOICE: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};
const PICTURE: MediaTrackConstraints = {
  width: { ideal: 1_280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
};
const SCREEN: MediaTrackConstraints = { frameRate: { ideal: 15 } };

const openDevice = async (wanted: MediaStreamConstraints): Promise<Source> =>
  sourceOf(await navigator.mediaDevices.getUserMedia(wanted));

const meter = ({ stream }: Source) => {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1_024 });
  const samples = new Float32Array(analyser.fftSize);
  context.createMediaStreamSource(stream).connect(analyser);
  void context.resume().catch(() => {});
  return {
    level(): number {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, each) => sum + each * each, 0) / samples.length;
      // The root mean square of a voice is seldom above a third.
      return Math.min(1, Math.sqrt(power) * 3);
    },
    close: () => void context.close().catch(() => {}),
  };
};

/** A browser lets go of it when the page is hidden. */
const keepAwake = (): (() => void) => {
  let lock: WakeLockSentinel | undefined;
  let isOver = false;
  const hold = async (): Promise<void> => {
    if (document.visibilityState !== 'visible') return;
    const held = await navigator.wakeLock?.request('screen');
    if (isOver) await held?.release();
    else lock = held;
  };
  const again = () => void hold().catch(() => {});
  again();
  document.addEventListener('visibilitychange', again);
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', again);
    void lock?.release().catch(() => {});
  };
};

export const createCallPlatform = (): CallPlatform & ProbePlatform => ({
  connect: createConnection,
  openProbe,
  takesTlsByAddress: !('mozInnerScreenX' in window),
  openMicrophone: (id) =>
    openDevice({ audio: { ...VOICE, ...(id ? { deviceId: { ideal: id } } : {}) } }),
  openCamera: (id) =>
    openDevice({
      video: { ...PICTURE, ...(id ? { deviceId: { ideal: id } } : { facingMode: 'user' }) },
    }),
  openScreen: async () =>
    sourceOf(await navigator.mediaDevices.getDisplayMedia({ video: SCREEN, audio: false })),
  canShareScreen: typeof navigator.mediaDevices?.getDisplayMedia === 'function',
  canChooseSpeaker: 'setSinkId' in HTMLMediaElement.prototype,
  async devices() {
    const all = await navigator.mediaDevices.enumerateDevices();
    return all
      .filter(({ deviceId }) => deviceId !== '')
      .map(({ deviceId, kind, label }) => ({ id: deviceId, kind: KINDS[kind], name: label }));
  },
  onDevices: (act) => navigator.mediaDevices?.addEventListener('devicechange', act),
  meter,
  play: playTone,
  keepAwake,
});
