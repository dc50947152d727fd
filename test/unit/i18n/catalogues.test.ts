// Every text of the screens is in the catalogues, in both languages.
import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODES } from '../../../src/protocol/codes';
import { en } from '../../../src/web/i18n/en/en';
import { zh } from '../../../src/web/i18n/zh/zh';

const view = join(import.meta.dir, '../../../src/web/view');

/** The members, as paths; of a list its length. */
const shape = (value: unknown, path = ''): string[] => {
  if (Array.isArray(value)) return [`${path}[${value.length}]`];
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}.${key}`));
};

const texts = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [String(value('X', 'Y'))];
  return Object.values(value as object).flatMap(texts);
};

test('both catalogues say the same things, and none is empty', () => {
  expect(shape(zh).sort()).toEqual(shape(en).sort());
  for (const text of [...texts(en), ...texts(zh)]) expect(text.trim()).not.toBe('');
});

test('no Chinese is left in English, and no sentence untranslated in Chinese', () => {
  expect(texts(en).filter((text) => /\p{Script=Han}/u.test(text))).toEqual([]);
  const untranslated = texts(zh).filter((text) => !/\p{Script=Han}/u.test(text));
  expect(untranslated).toEqual([zh.ui.brand, zh.ui.labelled('X', 'Y')]);
});

/** Of these a text tells in digits. */
const COUNTED = /^(count|number|left|bytes|most|port|parts|rate|size|used|quota|total|messages)$/;

/** What each text says of somebody, or of a time. */
const textsOf = (value: unknown, said: string): string[] => {
  if (typeof value === 'string') return [];
  if (typeof value !== 'function') {
    return Object.values(value as object).flatMap((each) => textsOf(each, said));
  }
  const [, names = ''] = /^\(?([^()=]*)\)?\s*=>/.exec(String(value)) ?? [];
  const given = (name: string) => {
    if (COUNTED.test(name)) return 3;
    return /^(span|time|kind)$/.test(name) ? '一天' : said;
  };
  return [String(value(...names.split(', ').map(given)))];
};

test('between Chinese words stands no space, and one between them and other letters', () => {
  const ofHan = textsOf(zh, '小明').filter((text) => text.includes('小明'));
  expect(ofHan.length).toBeGreaterThan(80);
  const isApart = (text: string) =>
    /[\p{Script=Han}，。：；！？（）] 小明|小明 \p{Script=Han}/u.test(text);
  expect(ofHan.filter(isApart)).toEqual([]);
  expect(zh.people.startedBy('bob', '1 天')).toBe('bob 已将新消息设为 1 天后消失。');
  expect(zh.people.startedBy('小明', '1 天')).toBe('小明已将新消息设为 1 天后消失。');
  const ofLatin = textsOf(zh, 'bob');
  expect(ofLatin.filter((text) => /\p{Script=Han}bob|bob\p{Script=Han}/u.test(text))).toEqual([]);
});

/** What the program itself can't meet, or says by other means. */
const UNMET = [
  'clientIdReused',
  'noSuchCall',
  'busy',
  'unreadableBody',
  'wrongMethod',
  'wrongContentType',
  'preconditionFailed',
];

test('every refusal of the server has its words, by its meaning', () => {
  const missing = Object.keys(CODES).filter((meaning) => !(meaning in en.errors.reasons));
  expect(missing).toEqual(UNMET);
});

test('each folder of the view has its texts in a file of the same name', () => {
  const folders = readdirSync(view, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const withTexts = folders.filter((name) => name !== 'picture');
  const names = withTexts.map((name) =>
    name.replace(/-\w/g, ([, letter = '']) => letter.toUpperCase()),
  );
  expect(Object.keys(en).toSorted()).toEqual([...names, 'errors', 'form'].toSorted());
});

/** As JSX compiles: the texts between tags, and of attributes that are read out or shown. */
const literals = (source: string): string[] => {
  const transpiler = new Bun.Transpiler({ loader: 'tsx' });
  const compiled = transpiler.transformSync(source);
  const LITERAL = /(?:children|"?(?:aria-label|title|placeholder|alt|label)"?): "([^"]*)"/g;
  // A member of a list of children stands on a line of its own.
  const MEMBER = /^\s*"([^"]*)",?$/gm;
  const found = [LITERAL, MEMBER].flatMap((form) =>
    [...compiled.matchAll(form)].map(([, text = '']) => text),
  );
  return found.filter((text) => /\p{L}/u.test(text));
};

test('no view has a text of its own', () => {
  expect(literals('export const a = <p title="Hello">{x}<b>you there</b> and {y}</p>;')).toEqual([
    'Hello',
    'you there',
    ' and ',
  ]);
  const sources = readdirSync(view, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  const own = sources.flatMap((name) =>
    literals(readFileSync(join(view, name), 'utf8')).map((text) => `${name}: ${text}`),
  );
  expect(own).toEqual([]);
  const han = sources.filter((name) =>
    /\p{Script=Han}/u.test(readFileSync(join(view, name), 'utf8')),
  );
  expect(han).toEqual([]);
});

test('every key that means something is left to an input method which has it', () => {
  const sources = readdirSync(view, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => ({ name, text: readFileSync(join(view, name), 'utf8') }));
  const listening = sources.filter(({ text }) => /key [!=]== '(?:Enter|Escape)'/.test(text));
  expect(listening.length).toBeGreaterThanOrEqual(3);
  expect(listening.filter(({ text }) => !text.includes('isComposing(event)'))).toEqual([]);
  const asking = sources.filter(({ text }) => /\.isComposing|keyCode/.test(text));
  expect(asking.map(({ name }) => name)).toEqual(['ui/key-event.ts']);
});
