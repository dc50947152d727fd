// What a name looks like: the skeleton of Unicode TR 39, section 4, by its table of confusables
// (confusables.txt: what is shown, a tab, and each letter that is taken for it).

import { nameKey } from '../names';
import table from './confusables.txt' with { type: 'text' };

let prototypes: Map<string, string> | undefined;

const read = (): Map<string, string> => {
  const map = new Map<string, string>();
  for (const line of table.split('\n')) {
    const [target = '', sources = ''] = line.split('\t');
    for (const source of sources) map.set(source, target);
  }
  return map;
};

/** Selectors, joiners and fillers that are letters or marks, and are not shown. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

const skeleton = (text: string): string => {
  prototypes ??= read();
  let shown = '';
  const seen = text.normalize('NFD').replace(UNSEEN, '');
  for (const letter of seen) shown += prototypes.get(letter) ?? letter;
  return shown.normalize('NFD');
};

/** In small letters, and as it is written: a Cyrillic Н is taken for an H, a н for nothing. */
export const lookalikeKeys = (name: string) => ({
  look: skeleton(nameKey(name)),
  capital_look: skeleton(nameKey(skeleton(name))),
});

const COMMON = /^[\p{Script=Common}\p{Script=Inherited}]$/u;
// What Chinese, Japanese and Korean mix within one name is one script here.
const SCRIPTS = [
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]$/u,
  ...['Latin', 'Greek', 'Cyrillic', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Devanagari']
    .concat(['Bengali', 'Gurmukhi', 'Gujarati', 'Tamil', 'Telugu', 'Kannada', 'Malayalam'])
    .concat(['Sinhala', 'Thai', 'Lao', 'Tibetan', 'Myanmar', 'Khmer', 'Ethiopic'])
    .map((name) => new RegExp(`^\\p{Script=${name}}$`, 'u')),
];
const MIXED = -1;

/** The one script of a name; MIXED for several or a rare one, undefined for digits alone. */
const scriptOf = (name: string): number | undefined => {
  const letters = [...name].filter((letter) => !COMMON.test(letter));
  const found = new Set(letters.map((letter) => SCRIPTS.findIndex((each) => each.test(letter))));
  return found.size > 1 ? MIXED : [...found][0];
};

const seenOf = (name: string) => nameKey(name).replace(UNSEEN, '');

/** Whether both are written in one and the same script, or one has no letters at all. */
const sharesScript = (a: string, b: string): boolean => {
  const [one, other] = [scriptOf(a), scriptOf(b)];
  if (one === undefined || other === undefined) return true;
  return one !== MIXED && one === other;
};

/**
 * Of two names that look the same: whether one imitates the other, by letters of another script or
 * by invisible ones. Within one script, `corn` and `com` are two honest names.
 */
export const isDisguise = (a: string, b: string): boolean =>
  seenOf(a) === seenOf(b) || !sharesScript(a, b);
