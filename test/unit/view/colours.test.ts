// Each colour that a person can choose is read as well as the first one (WCAG 2.2, 1.4.3 and 1.4.11).
import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOOKS } from '../../../src/web/model/ui/theme';

const sheet = readFileSync(join(import.meta.dir, '../../../src/web/view/ui/variables.css'), 'utf8');

const variablesIn = (selector: string): Record<string, string> => {
  const from = sheet.indexOf(`${selector} {`);
  if (from < 0) return {};
  const body = sheet.slice(from, sheet.indexOf('\n}', from));
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  );
};

const first = variablesIn(':root');

const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

/** Words, and what they lie on. */
const READ: [string, string][] = [
  ['accent', 'surface'],
  ['accent', 'paper'],
  ['accent', 'accent-soft'],
  ['accent', 'mine'],
  ['accent-ink', 'accent'],
  ['ink', 'mine'],
  ['ink-soft', 'mine'],
  ['ink', 'theirs'],
  ['ink-soft', 'theirs'],
  ['ink-soft', 'ground-tint'],
  ['ink', 'accent-soft'],
];

test('whatever colour is chosen, every word on it can be read in both schemes', () => {
  const weak: string[] = [];
  for (const accent of LOOKS.accent) {
    const all = { ...first, ...variablesIn(`:root[data-accent="${accent}"]`) };
    for (const scheme of [0, 1]) {
      const colour = (name: string): string => {
        const value = all[name] ?? '';
        const [, inner] = /^var\(--([\w-]+)\)$/.exec(value) ?? [];
        if (inner) return colour(inner);
        return value.match(/#[0-9a-f]{6}/g)?.[scheme] ?? '';
      };
      for (const [word, ground] of READ) {
        const found = contrast(colour(word), colour(ground));
        if (!(found >= 4.5)) weak.push(`${accent} ${scheme} ${word}/${ground} ${found.toFixed(2)}`);
      }
      // In the dark a bubble has no shadow: it stands off by its colour.
      if (scheme === 1) {
        for (const bubble of ['mine', 'theirs']) {
          const found = contrast(colour(bubble), colour('paper'));
          if (!(found >= 1.35)) weak.push(`${accent} ${bubble} ${found.toFixed(2)}`);
        }
      }
    }
  }
  expect(weak).toEqual([]);
});
