// The one player of the page, for voice messages and other sounds: it goes on while one scrolls or reads
// elsewhere, and from one voice message to the next.
import { signal } from '@preact/signals';
import type { Platform, Sound } from '../../platform';
import { readonly } from '../../readonly';
import type { LocalStore } from '../../store/local-store';
import type { Offline } from '../../store/offline/offline';
import type { Attachment, Item } from '../item';
import { keyOf, otherOf } from '../item';
import { isVoice } from '../media/kinds';
import type { Uploads } from '../uploads';
import type { Windows } from '../window/window';
import type { HeardVoices } from './heard';
import { createHeard } from './heard';

/** By turns, with each press. */
const RATES = [1, 1.5, 2] as const;
const RATE = 'voice rate';

interface Played {
  item: Item;
  friend_id: number;
  isPlaying: boolean;
  at_s: number;
  /** 0 until it is known. */
  length_s: number;
}

interface Needs extends Pick<Platform, 'clock' | 'openSound'> {
  localStore: LocalStore;
  offline: Pick<Offline, 'store'>;
  uploads: Pick<Uploads, 'fileUrl'>;
  userId: () => number;
  windows: Pick<Windows, 'timelineOf'>;
}

const createRate = (localStore: LocalStore) => {
  const chosen = Number(localStore.get(RATE));
  const rate = signal<number>(RATES.find((each) => each === chosen) ?? 1);
  return {
    rate: readonly(rate),
    next(): number {
      const at = RATES.findIndex((each) => each >= rate.value);
      rate.value = RATES[(at + 1) % RATES.length] ?? 1;
      localStore.set(RATE, String(rate.value));
      return rate.value;
    },
  };
};

/** What plays on by itself: the voice message right behind it, or one that nobody heard yet. */
const createFollowing =
  ({ windows }: Needs, heard: HeardVoices) =>
  ({ item, friend_id }: Played): Item | undefined => {
    const { items } = windows.timelineOf(friend_id);
    const at = items.findIndex((each) => keyOf(each) === keyOf(item));
    if (at < 0 || item.file === null || !isVoice(item.file)) return undefined;
    const after = items.slice(at + 1).filter(({ file }) => file === null || file.id !== '');
    const [next] = after;
    if (next?.file && isVoice(next.file)) return next;
    return after.find(heard.isUnheard);
  };

/** What plays, or would go on from where it was paused. */
const createPlayed = (userId: () => number) => {
  const played = signal<Played | null>(null);
  const broken = signal<ReadonlySet<string>>(new Set());
  return {
    played: readonly(played),
    isIt: (item: Item): boolean =>
      played.value !== null && keyOf(played.value.item) === keyOf(item),
    isBroken: ({ file }: Item): boolean => broken.value.has(file?.id ?? ''),
    begin(item: Item): void {
      const [friend_id, length_s] = [otherOf(item, userId()), item.file?.duration_s ?? 0];
      played.value = { item, friend_id, isPlaying: false, at_s: 0, length_s };
    },
    change(part: Partial<Played>): void {
      if (played.value) played.value = { ...played.value, ...part };
    },
    /** The longer counts: its sender counted while it was recorded, a header may know less. */
    measured(length_s: number): void {
      const known = played.value;
      if (known) played.value = { ...known, length_s: Math.max(known.length_s, length_s) };
    },
    drop(): void {
      played.value = null;
    },
    fail(): void {
      const id = played.value?.item.file?.id;
      if (id) broken.value = new Set([...broken.value, id]);
      played.value = null;
    },
  };
};

type Playing = ReturnType<typeof createPlayed>;

const createLoad = (
  { uploads }: Needs,
  { isIt, begin, measured, drop }: Playing,
  sound: () => Promise<Sound>,
) => {
  let loading = Promise.resolve(false);
  const load = async (item: Item, file: Attachment): Promise<boolean> => {
    begin(item);
    try {
      (await sound()).pause();
      const { url } = await uploads.fileUrl(file);
      if (!isIt(item)) return false;
      const length_s = await (await sound()).load(url);
      if (isIt(item)) measured(length_s);
      return isIt(item);
    } catch (error) {
      if (isIt(item)) drop();
      throw error;
    }
  };
  /** False if something else was begun meanwhile. @throws ApiError if it is not to be had */
  return (item: Item): Promise<boolean> => {
    if (item.file === null) return Promise.resolve(false);
    // Pressed twice it is loaded once.
    if (!isIt(item)) loading = load(item, item.file);
    return loading;
  };
};

/** Plays it once it is loaded, unless something else was begun, or stopped, by then. */
const createStart = (
  load: (item: Item) => Promise<boolean>,
  sound: () => Promise<Sound>,
  heard: HeardVoices,
  rate: { readonly value: number },
) => {
  let turn = 0;
  return {
    cancel(): void {
      turn += 1;
    },
    async start(item: Item): Promise<void> {
      turn += 1;
      const own = turn;
      if (!(await load(item)) || own !== turn) return;
      if (heard.isUnheard(item)) heard.note(item);
      const player = await sound();
      player.setRate(rate.value);
      await player.play();
    },
  };
};

export const createVoice = (needs: Needs) => {
  const heard = createHeard(needs);
  const playing = createPlayed(needs.userId);
  const { played, isIt, isBroken, change, measured, drop, fail } = playing;
  const rates = createRate(needs.localStore);
  const following = createFollowing(needs, heard);
  let opening: Promise<Sound> | undefined;
  const ended = (): void => {
    const last = played.value;
    const next = last && following(last);
    if (next) void start(next).catch(() => {});
    else change({ isPlaying: false, at_s: 0 });
  };
  const sound = (): Promise<Sound> => {
    opening ??= needs.openSound({
      at: (at_s) => change({ at_s }),
      playing: (isPlaying) => change({ isPlaying }),
      length: measured,
      ended,
      failed: fail,
    });
    return opening;
  };
  const load = createLoad(needs, playing, sound);
  const { start, cancel } = createStart(load, sound, heard, rates.rate);
  const pause = (): void => {
    cancel();
    if (played.value?.isPlaying) void sound().then((player) => player.pause());
  };
  return {
    begin: heard.begin,
    isBroken,
    isUnheard: heard.isUnheard,
    pause,
    played,
    rate: rates.rate,
    /** What goes on, or would, while another conversation is open; what was heard to its end is done. */
    elsewhere(opened_id: number | null): Played | null {
      const now = played.value;
      const isUnderWay = now !== null && (now.isPlaying || now.at_s > 0);
      return isUnderWay && now.friend_id !== opened_id ? now : null;
    },
    /** Null for all but the one that plays or was paused. */
    stateOf: (item: Item): Played | null => (isIt(item) ? played.value : null),
    /** @throws ApiError */
    async toggle(item: Item): Promise<void> {
      if (isIt(item) && played.value?.isPlaying) pause();
      else await start(item);
    },
    /** @throws ApiError */
    async seek(item: Item, at_s: number): Promise<void> {
      if (!(await load(item))) return;
      (await sound()).seek(at_s);
      change({ at_s });
    },
    stop(): void {
      pause();
      drop();
    },
    async nextRate(): Promise<void> {
      const rate = rates.next();
      (await sound()).setRate(rate);
    },
  };
};

export type Voice = ReturnType<typeof createVoice>;
