// Microphone and camera for oneself alone: whether they open, and whether anything is heard.
import type { Media } from '../calls/media';
import { createMedia } from '../calls/media';
import type { CallPlatform } from '../calls/platform';
import type { Clock } from '../platform';
import type { LocalStore } from '../store/local-store';
import type { Findings } from './findings';

interface Needs {
  clock: Clock;
  localStore: LocalStore;
  platform: CallPlatform;
}

/** Of the level that is shown, from 0 to 1: above the noise of a quiet room. */
const heard_min = 0.03;
const listen_every_ms = 100;

export const createDeviceCheck = (
  { clock, localStore, platform }: Needs,
  found: (part: Partial<Findings>) => void,
) => {
  const media: Media = createMedia(
    { platform, localStore },
    { track: () => {}, sending: () => {} },
  );
  let stopListening = () => {};

  /** Until something is heard. */
  const listen = (): void => {
    const source = media.microphone.value;
    if (source === null) return;
    const meter = platform.meter(source);
    let cancel = () => {};
    stopListening = () => {
      cancel();
      meter.close();
    };
    const look = (): void => {
      if (meter.level() >= heard_min) {
        stopListening();
        found({ microphone: 'heard' });
      } else cancel = clock.after(listen_every_ms, look);
    };
    look();
  };

  return {
    media,
    /** The browser asks for one after the other. */
    async look(hasCamera: boolean): Promise<void> {
      const isOpen = await media.openMicrophone();
      const { microphone } = media.troubles.value;
      found({ microphone: isOpen ? 'silent' : (microphone ?? 'busy') });
      if (isOpen) listen();
      if (!hasCamera) return;
      await media.turnCamera(true);
      const { sending, troubles } = media;
      found({ camera: sending.value.camera ? 'seen' : (troubles.value.camera ?? 'busy') });
    },
    close(): void {
      stopListening();
      media.close();
    },
  };
};
