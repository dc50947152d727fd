// The quick and the recent emoji. All others are in a file for each language, loaded on demand.

import type { Client } from '../use-app';
import { canDraw } from './drawable';

const quick_max = 6;
/** The last ones replace those that a system lacks. */
const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏', '😊', '☺️'];

export const quickEmoji = (): string[] => QUICK.filter(canDraw).slice(0, quick_max);

export interface Emoji {
  unicode: string;
  label: string;
  tags: string;
  group: number;
}

interface Entry {
  unicode: string;
  label: string;
  tags?: string[];
  group?: number;
}

const COMPONENTS = 2;

/** All emoji, without skin tones and hair styles, which are no emoji by themselves. */
export const loadEmoji = async ({ language }: Client): Promise<Emoji[]> => {
  const { default: all } =
    language.value === 'zh'
      ? await import('emojibase-data/zh/compact.json')
      : await import('emojibase-data/en/compact.json');
  return (all as Entry[])
    .filter(({ group }) => group !== undefined && group !== COMPONENTS)
    .map(({ unicode, label, tags = [], group = 0 }) => ({
      unicode,
      label,
      group,
      tags: `${label} ${tags.join(' ')}`.toLowerCase(),
    }));
};

const name = 'recent emoji';
const recent_max = 24;

export const recentEmoji = ({ localStore }: Client): string[] => {
  const known: unknown = JSON.parse(localStore.get(name) ?? '[]');
  return Array.isArray(known) ? known.filter((each) => typeof each === 'string') : [];
};

export const keepRecent = (app: Client, emoji: string): void => {
  const next = [emoji, ...recentEmoji(app).filter((each) => each !== emoji)].slice(0, recent_max);
  app.localStore.set(name, JSON.stringify(next));
};
