// Somebody who talks without a pause: the beeps of Chromium's own microphone are mostly silence, which
// costs nothing (RFC 7587, 3.1.3: DTX).
import type { Page } from 'playwright-core';

export const talkWithoutPause = (page: Page) =>
  page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wanted) => {
      if (!wanted?.audio) return open(wanted);
      const context = new AudioContext();
      const mouth = context.createMediaStreamDestination();
      const voice = new GainNode(context, { gain: 0.15 });
      const syllables = new OscillatorNode(context, { frequency: 4 });
      syllables.connect(new GainNode(context, { gain: 0.1 })).connect(voice.gain);
      const formants = [140, 310, 820, 1_700, 2_600].map(
        (frequency) => new OscillatorNode(context, { type: 'sawtooth', frequency }),
      );
      for (const formant of formants) formant.connect(voice);
      for (const each of [syllables, ...formants]) each.start();
      voice.connect(mouth);
      return mouth.stream;
    };
  });
