// Which display names are allowed, and how they are kept: the server decides by it, and forms say it
// first.

/** Code points, as in every name: 32 flags. */
export const display_name_chars_max = 64;

// Emoji as Unicode TR 51 builds them (section 1.4.9), of pictographs alone: digits are none without
// their keycap. The tags of a subdivision's flag are at most six.
const picture = '\\p{Extended_Pictographic}(?:\\p{Emoji_Modifier}|[\\uFE0E\\uFE0F]\\u20E3?)?';
const EMOJI = new RegExp(
  [
    '\\u{1F3F4}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{3,6}\\u{E007F}',
    '\\p{Regional_Indicator}{2}',
    '[0-9#*]\\uFE0F?\\u20E3',
    `${picture}(?:\\u200D${picture})*`,
  ].join('|'),
  'gu',
);

// Joiners within words, as UAX 31 (section 2.3) allows them: after a virama of an Indic script (A2, B),
// and a non-joiner between letters of a script that joins them, the first of which would (A1).
const VIRAMA =
  '[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D3B\\u0D3C\\u0D4D\\u0DCA' +
  '\\u1039\\u17D2\\u1A60\\u1B44\\uA806\\uA8C4\\uA953\\uA9C0\\uAAF6]';
/** Arabic letters that join nothing that follows. */
const ENDING =
  '\\u0621-\\u0625\\u0627\\u0629\\u062F-\\u0632\\u0648\\u0671-\\u0677\\u0688-\\u0699' +
  '\\u06C0\\u06C3-\\u06CB\\u06CD\\u06CF\\u06D2\\u06D3\\u06D5\\u06EE\\u06EF';
const joining = ['Arabic', 'Syriac', 'Mongolian', 'Nko', 'Mandaic', 'Adlam'].map((script) => {
  const letter = `(?=\\p{L})\\p{Script=${script}}`;
  return `(?<=(?![${ENDING}])${letter}\\p{M}*)\\u200C(?=\\p{M}*${letter})`;
});
const JOINER = new RegExp(
  [
    `(?<=\\p{L}\\p{M}*${VIRAMA}\\p{M}*)\\u200C(?=\\p{M}*\\p{L})`,
    `(?<=\\p{L}\\p{M}*${VIRAMA}\\p{M}*)\\u200D(?!\\p{M})`,
    ...joining,
  ].join('|'),
  'gu',
);

/** What nobody would see, or what would turn the text around it; a blank of Braille is one, too. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const NAMED = /[\p{L}\p{N}]/u;
/** A tower of marks reaches over the lines above and below. */
const TOWER = /(?:(?=\p{M})\p{Script=Inherited}){4}/u;

/** As it is kept. */
export const tidyDisplayName = (text: string): string => text.normalize('NFC').trim();

/** "" is one: the user name is shown instead. */
export const isDisplayName = (text: string): boolean => {
  const name = tidyDisplayName(text);
  if (name === '') return true;
  if ([...name].length > display_name_chars_max || TOWER.test(name)) return false;
  const rest = name.replace(EMOJI, '');
  const isNamed = NAMED.test(rest) || rest !== name;
  return isNamed && !UNSEEN.test(rest.replace(JOINER, ''));
};
