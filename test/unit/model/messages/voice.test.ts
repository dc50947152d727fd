// The one player of the page: what plays, how fast, what follows, and what was heard.
import { expect, test } from 'bun:test';
import type { Item } from '../../../../src/web/model/messages/item';
import { createVoice } from '../../../../src/web/model/messages/voice/voice';
import { createLocalStore } from '../../../../src/web/model/store/local-store';
import type { OfflineStore } from '../../../../src/web/model/store/offline/store';
import { fakeSounds } from '../../../support/client/fake-sound';
import { fakeClock, fakeTexts, settle } from '../../../support/fake-parts';

const ALICE = 1;
const BOB = 2;
const clock = fakeClock();
const at = (seconds: number) => new Date(clock.now() + seconds * 1_000).toISOString();

interface Said {
  from?: number;
  name?: string | null;
  seconds?: number;
}

const said = (
  id: number,
  { from = BOB, name = 'voice-1.webm', seconds = id }: Said = {},
): Item => ({
  id,
  order: 0,
  client_id: `m${id}`,
  sender_id: from,
  receiver_id: from === BOB ? ALICE : BOB,
  text: name === null ? 'words' : '',
  at: at(seconds),
  isSealed: true,
  key_id: null,
  trouble: null,
  state: 'sent',
  progress: null,
  isRead: true,
  read_at: null,
  edited_at: null,
  written_at: null,
  rev: 0,
  mid: `m${id}`,
  reply_to: null,
  reply_mid: null,
  isForwarded: false,
  album: null,
  expires_in: null,
  expires_at: null,
  reactions: [],
  file: name === null ? null : { id: `file${id}`, name, size: 3, type: 'audio/webm', seal: null },
  call: null,
});

/** What the device keeps between two pages. */
const keeping = () => {
  const kept = new Map<string, unknown>();
  const store = {
    meta: async (name: string) => kept.get(name),
    putMeta: async (name: string, value: unknown) => void kept.set(name, structuredClone(value)),
  };
  return { store: () => store as unknown as OfflineStore, kept };
};

const page = async (items: Item[], offline = keeping(), texts = fakeTexts()) => {
  const sounds = fakeSounds();
  const gone = new Set<string>();
  let held: Promise<void> = Promise.resolve();
  const voice = createVoice({
    clock,
    offline,
    openSound: sounds.openSound,
    localStore: createLocalStore(texts),
    uploads: {
      fileUrl: async ({ id }) => {
        await held;
        if (gone.has(id)) throw new Error(`${id} is gone`);
        return { url: id, blob: new Blob(), head: new Uint8Array() };
      },
    },
    userId: () => ALICE,
    windows: { timelineOf: () => ({ items }) as never },
  });
  await voice.begin();
  /** Files are on their way until the returned function is called. */
  const hold = (): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    held = promise;
    return resolve;
  };
  return { voice, sounds, gone, offline, texts, hold };
};

test('a voice is unheard until it is played, on this device alone, and stays heard over a reload', async () => {
  const items = [
    said(1, { seconds: -60 }),
    said(2),
    said(3),
    said(4, { from: ALICE }),
    said(5, { name: 'song.mp3' }),
  ];
  const { voice, offline } = await page(items);
  const unheard = (all: typeof voice) => items.filter(all.isUnheard).map(({ id }) => id);
  // What came before this device knew of anything, one's own and music have no mark.
  expect(unheard(voice)).toEqual([2, 3]);
  await voice.toggle(items[1] as Item);
  expect(unheard(voice)).toEqual([3]);
  const again = await page(items, offline);
  expect(unheard(again.voice)).toEqual([3]);
  // Ids and times: no word of anybody.
  expect(JSON.stringify([...offline.kept])).toMatch(/^[[\]{}",:\d\sa-z]*$/);
});

test('what is stopped while it is still loaded does not begin later', async () => {
  const items = [said(1)];
  const { voice, sounds, hold } = await page(items);
  const letGo = hold();
  const playing = voice.toggle(items[0] as Item);
  await settle();
  // A recording begins, or a call.
  voice.pause();
  letGo();
  await playing;
  await settle();
  expect(sounds.asked).not.toContain('play');
  expect(voice.played.value?.isPlaying).toBe(false);
  await voice.toggle(items[0] as Item);
  expect(sounds.asked).toContain('play');
});

test('the next voice plays on by itself, one that was heard only right behind, and nothing after the last', async () => {
  const items = [
    said(1),
    said(2),
    said(3, { name: null }),
    said(4, { from: ALICE }),
    said(5),
    said(6, { name: null }),
    said(7, { name: 'song.mp3' }),
  ];
  const { voice, sounds } = await page(items);
  await voice.toggle(items[0] as Item);
  const end = async () => {
    sounds.tell()?.ended();
    await settle();
    return voice.played.value?.isPlaying ? voice.played.value.item.id : null;
  };
  expect(await end()).toBe(2);
  expect([voice.elsewhere(BOB), voice.elsewhere(null)?.item.id]).toEqual([null, 2]);
  // Words stand between, and one's own: the next that nobody heard.
  expect(await end()).toBe(5);
  expect(await end()).toBe(null);
  expect(voice.stateOf(items[4] as Item)).toMatchObject({ isPlaying: false, at_s: 0 });
  // What was heard to its end is no more to be stopped from elsewhere.
  expect(voice.elsewhere(null)).toBeNull();
  // Heard by now: of the two the second is right behind the first, and the third is not.
  await voice.toggle(items[0] as Item);
  expect(await end()).toBe(2);
  expect(await end()).toBe(null);
  await voice.toggle(items[6] as Item);
  expect(await end()).toBe(null);
});

test('the speed is one for all, kept as a choice, and set before anything is heard', async () => {
  const items = [said(1), said(2)];
  const { voice, sounds, texts } = await page(items);
  await voice.nextRate();
  expect(voice.rate.value).toBe(1.5);
  await voice.toggle(items[0] as Item);
  expect(sounds.asked.slice(-2)).toEqual(['rate 1.5', 'play']);
  await voice.nextRate();
  expect([voice.rate.value, sounds.asked.at(-1)]).toEqual([2, 'rate 2']);
  const again = await page(items, keeping(), texts);
  expect(again.voice.rate.value).toBe(2);
  await again.voice.nextRate();
  expect(again.voice.rate.value).toBe(1);
  const odd = fakeTexts();
  odd.setItem('voice rate', '99');
  expect((await page(items, keeping(), odd)).voice.rate.value).toBe(1);
});

test('one plays at a time; what fails says so beside itself, and nothing else stops for it', async () => {
  const items = [said(1), said(2), said(3)];
  const [one, two, three] = items as [Item, Item, Item];
  const { voice, sounds, gone } = await page(items);
  await voice.toggle(one);
  expect(voice.stateOf(one)).toMatchObject({ isPlaying: true, length_s: 4, friend_id: BOB });
  await voice.toggle(two);
  expect([voice.stateOf(one), voice.stateOf(two)?.isPlaying]).toEqual([null, true]);
  await voice.toggle(two);
  expect(voice.stateOf(two)?.isPlaying).toBe(false);
  await voice.seek(two, 2.5);
  expect([sounds.asked.at(-1), voice.stateOf(two)?.at_s]).toEqual(['seek 2.5', 2.5]);
  // A slider is moved before anything plays.
  await voice.seek(one, 1);
  expect(voice.stateOf(one)).toMatchObject({ isPlaying: false, at_s: 1 });
  gone.add('file3');
  expect(await voice.toggle(three).catch(String)).toContain('file3 is gone');
  expect([voice.played.value, voice.isBroken(three)]).toEqual([null, false]);
  await voice.toggle(one);
  sounds.tell()?.failed();
  expect([voice.isBroken(one), voice.played.value]).toEqual([true, null]);
});
