// The microphone, the camera and the screen of this device: open only for a call, after a press of the
// person, and closed with it.
import { signal } from '@preact/signals';
import { readonly } from '../readonly';
import type { LocalStore } from '../store/local-store';
import type { CallPlatform, Device, MediaKind, Source } from './platform';
import type { Sending } from './signals';
import type { MediaTrouble } from './trouble';
import { troubleOf } from './trouble';

type Part = keyof Sending;
type Troubles = Partial<Record<Part, MediaTrouble>>;
export type Chosen = Partial<Record<Device['kind'], string>>;

interface Needs {
  platform: CallPlatform;
  localStore: LocalStore;
}

interface MediaEvents {
  /** What is to be sent of this kind has changed. */
  track(kind: MediaKind): void;
  sending(): void;
}

const NOTHING: Sending = { microphone: false, camera: false, screen: false };

/** The devices, and those that the person chose here, also in an earlier call. */
const createChoice = ({ platform, localStore }: Needs) => {
  const devices = signal<Device[]>([]);
  const nameOf = (kind: Device['kind']) => `call ${kind}`;
  const chosen = signal<Chosen>({
    microphone: localStore.get(nameOf('microphone')) ?? '',
    camera: localStore.get(nameOf('camera')) ?? '',
    speaker: localStore.get(nameOf('speaker')) ?? '',
  });
  return {
    devices,
    chosen: readonly(chosen),
    async look(): Promise<void> {
      devices.value = await platform.devices().catch(() => []);
    },
    /** Null if it is not plugged in now. */
    wanted(kind: Device['kind']): string | null {
      const id = chosen.value[kind] ?? '';
      return devices.value.some((each) => each.kind === kind && each.id === id) ? id : null;
    },
    set(kind: Device['kind'], id: string): void {
      chosen.value = { ...chosen.value, [kind]: id };
      localStore.set(nameOf(kind), id);
    },
  };
};

/** What is open, by what it is; an opening that was overtaken closes by itself. */
const createSources = () => {
  const open = new Map<Part, Source>();
  const opening = new Map<Part, object>();
  const stop = (part: Part): void => {
    opening.delete(part);
    open.get(part)?.stop();
    open.delete(part);
  };
  return {
    get: (part: Part): Source | undefined => open.get(part),
    stop,
    /** Null if it was closed meanwhile. @throws DOMException, TypeError */
    async start(part: Part, begin: () => Promise<Source>): Promise<Source | null> {
      const turn = {};
      opening.set(part, turn);
      const source = await begin();
      if (opening.get(part) !== turn) {
        source.stop();
        return null;
      }
      open.get(part)?.stop();
      open.set(part, source);
      return source;
    },
  };
};

/** What is sent of this device, and what of it can't be had. */
const createShown = (sources: ReturnType<typeof createSources>, events: MediaEvents) => {
  const sending = signal<Sending>(NOTHING);
  const troubles = signal<Troubles>({});
  const microphone = signal<Source | null>(null);
  const picture = signal<MediaStream | null>(null);
  const show = (): void => {
    microphone.value = sources.get('microphone') ?? null;
    picture.value = (sources.get('screen') ?? sources.get('camera'))?.stream ?? null;
  };
  return {
    sending,
    troubles,
    microphone,
    picture,
    tell(part: Part, isOn: boolean, trouble?: MediaTrouble): void {
      const { [part]: _, ...others } = troubles.value;
      troubles.value = trouble ? { ...others, [part]: trouble } : others;
      sending.value = { ...sending.value, [part]: isOn };
      show();
      events.track(part === 'microphone' ? 'audio' : 'video');
      events.sending();
    },
    clear(): void {
      sending.value = NOTHING;
      troubles.value = {};
      show();
    },
  };
};

interface Opening {
  choice: ReturnType<typeof createChoice>;
  sources: ReturnType<typeof createSources>;
  shown: ReturnType<typeof createShown>;
}

/** Opens and closes the devices; a trouble is shown. */
const createOpening = (platform: CallPlatform, { choice, sources, shown }: Opening) => {
  const { sending, tell } = shown;
  let isClosed = true;
  const openers: Record<Part, () => Promise<Source>> = {
    microphone: () => platform.openMicrophone(choice.wanted('microphone')),
    camera: () => platform.openCamera(choice.wanted('camera')),
    screen: platform.openScreen,
  };
  /** False with a trouble that is shown. `wanted` is asked once it is open: it may be muted by then. */
  const start = async (part: Part, wanted: () => boolean = () => true): Promise<boolean> => {
    isClosed = false;
    try {
      const source = await sources.start(part, openers[part]);
      if (source === null) return false;
      const isOn = wanted();
      source.turn(isOn);
      source.onEnd(() => void ended(part, source));
      tell(part, isOn);
      void choice.look();
      return true;
    } catch (error) {
      const trouble = troubleOf(error);
      // Whoever closes the browser's own choice of a screen wants none.
      const isTold = !(part === 'screen' && trouble === 'denied');
      if (!isClosed) tell(part, false, isTold ? trouble : undefined);
      return false;
    }
  };
  /** A microphone that was unplugged is followed by another one, if there is one. */
  const ended = async (part: Part, source: Source): Promise<void> => {
    if (sources.get(part) !== source) return;
    sources.stop(part);
    const wasOn = sending.value[part];
    tell(part, false, part === 'screen' ? undefined : 'gone');
    if (part !== 'microphone') return;
    await choice.look();
    const isAnother = choice.devices.value.some(({ kind }) => kind === part);
    if (!isAnother || isClosed || (await start(part, () => wasOn))) return;
    // The way out of that is another one.
    if (shown.troubles.value[part] !== 'denied') tell(part, false, 'gone');
  };
  platform.onDevices(() => {
    if (!isClosed) void choice.look();
  });
  return {
    start,
    stop(part: Part): void {
      sources.stop(part);
      tell(part, false);
    },
    close(): void {
      isClosed = true;
      for (const part of ['microphone', 'camera', 'screen'] as const) sources.stop(part);
      shown.clear();
    },
  };
};

export const createMedia = (needs: Needs, events: MediaEvents) => {
  const choice = createChoice(needs);
  const sources = createSources();
  const shown = createShown(sources, events);
  const { sending, tell } = shown;
  const { start, stop, close } = createOpening(needs.platform, { choice, sources, shown });
  const turn = async (part: 'camera' | 'screen', isOn: boolean): Promise<void> => {
    if (isOn) await start(part);
    else stop(part);
  };

  return {
    sending: readonly(sending),
    troubles: readonly(shown.troubles),
    /** For the level. */
    microphone: readonly(shown.microphone),
    /** What the other one sees of this device. */
    picture: readonly(shown.picture),
    devices: readonly(choice.devices),
    chosen: choice.chosen,
    openMicrophone: (isOn = true): Promise<boolean> => start('microphone', () => isOn),
    /** Opens it at the first time. */
    async turnMicrophone(isOn: boolean): Promise<void> {
      const source = sources.get('microphone');
      source?.turn(isOn);
      if (source) tell('microphone', isOn);
      else await start('microphone', () => isOn);
    },
    turnCamera: (isOn: boolean): Promise<void> => turn('camera', isOn),
    shareScreen: (isOn: boolean): Promise<void> => turn('screen', isOn),
    async choose(kind: Device['kind'], id: string): Promise<void> {
      choice.set(kind, id);
      if (kind === 'speaker' || sources.get(kind) === undefined) return;
      await start(kind, () => sending.value[kind]);
    },
    track(kind: MediaKind): MediaStreamTrack | null {
      const picture = sources.get('screen') ?? sources.get('camera');
      return (kind === 'audio' ? sources.get('microphone') : picture)?.track ?? null;
    },
    close,
  };
};

export type Media = ReturnType<typeof createMedia>;
