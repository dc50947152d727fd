// The quick and the recent emoji, and the tone of their skin. All others are in a file for each
// language, loaded on demand.

import type { Client } from '../use-app';
import { canDraw } from './drawable';

const quick_max = 6;
/** The last ones replace those that a system lacks. */
const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏', '😊', '☺️'];

export interface Emoji {
  unicode: string;
  label: string;
  tags: string;
  group: number;
  /** Its names between colons, as on GitHub. */
  codes: string[];
  /** In the five tones, from light to dark, if it has a skin. */
  tones: string[];
}

interface Entry {
  unicode: string;
  hexcode: string;
  label: string;
  tags?: string[];
  group?: number;
  skins?: { unicode: string }[];
}

const COMPONENTS = 2;
/** From light to dark (UTS 51, 2.4). */
export const TONES = ['🏻', '🏼', '🏽', '🏾', '🏿'];

/** Of two people both have it; '' if there is none. */
const tonesOf = (skins: { unicode: string }[]): string[] =>
  skins.length === 0
    ? []
    : TONES.map((tone) => {
        const others = TONES.filter((each) => each !== tone);
        const isIn = ({ unicode }: { unicode: string }) =>
          unicode.includes(tone) && !others.some((other) => unicode.includes(other));
        return skins.find(isIn)?.unicode ?? '';
      });

/** All emoji, without skin tones and hair styles, which are no emoji by themselves. */
export const loadEmoji = async ({ language }: Pick<Client, 'language'>): Promise<Emoji[]> => {
  const [{ default: all }, { default: codes }] = await Promise.all([
    language.value === 'zh'
      ? import('emojibase-data/zh/compact.json')
      : import('emojibase-data/en/compact.json'),
    import('emojibase-data/en/shortcodes/github.json'),
  ]);
  const names = codes as Record<string, string | string[] | undefined>;
  return (all as Entry[])
    .filter(({ group }) => group !== undefined && group !== COMPONENTS)
    .map(({ unicode, hexcode, label, tags = [], group = 0, skins = [] }) => {
      const own = [names[hexcode] ?? []].flat();
      return {
        unicode,
        label,
        group,
        codes: own,
        tags: `${label} ${tags.join(' ')} ${own.join(' ')}`.toLowerCase(),
        tones: tonesOf(skins),
      };
    });
};

const recent_name = 'recent emoji';
const recent_max = 24;

export const recentEmoji = ({ localStore }: Client): string[] => {
  const known: unknown = JSON.parse(localStore.get(recent_name) ?? '[]');
  return Array.isArray(known) ? known.filter((each) => typeof each === 'string') : [];
};

export const keepRecent = (app: Client, emoji: string): void => {
  const next = [emoji, ...recentEmoji(app).filter((each) => each !== emoji)].slice(0, recent_max);
  app.localStore.set(recent_name, JSON.stringify(next));
};

const tone_name = 'skin tone';

/** The place of the tone among them; -1 for the yellow of none. It is this device's. */
export const readTone = ({ localStore }: Pick<Client, 'localStore'>): number => {
  const known = Number(localStore.get(tone_name) ?? -1);
  return TONES[known] === undefined ? -1 : known;
};

export const keepTone = ({ localStore }: Pick<Client, 'localStore'>, tone: number): void => {
  if (tone < 0) localStore.remove(tone_name);
  else localStore.set(tone_name, String(tone));
};

/** As it is drawn in the tone, if it has a skin and this system knows it. */
export const inTone = ({ unicode, tones }: Pick<Emoji, 'unicode' | 'tones'>, tone: number) => {
  const toned = tones[tone];
  return toned && canDraw(toned) ? toned : unicode;
};

/** Of one person, by the code points alone. */
const tonesOfOne = (emoji: string): string[] =>
  /^\p{Emoji_Modifier_Base}$/u.test(emoji) ? TONES.map((tone) => emoji + tone) : [];

export const quickEmoji = (app: Pick<Client, 'localStore'>): string[] =>
  QUICK.filter(canDraw)
    .slice(0, quick_max)
    .map((unicode) => inTone({ unicode, tones: tonesOfOne(unicode) }, readTone(app)));
