// What a press of a key means, whatever keyboard and input method it comes from.

/**
 * Part of a word that is being composed, so that the key is not for us: Enter chooses a word, Escape
 * discards it. Safari ends the composition before it fires the key event, and then only the old
 * `keyCode` 229 says so.
 */
export const isComposing = (event: KeyboardEvent): boolean =>
  event.isComposing || event.keyCode === 229;

const ABROAD = /^(?![a-z])\p{L}$/iu;

/**
 * The letter of a shortcut: whatever Shift and the Caps Lock are; on a keyboard of another script the one
 * of the same place on a Latin keyboard, as such keyboards have it printed beside their own.
 */
export const letterOf = ({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string => {
  const [, place] = (ABROAD.test(key) && /^Key([A-Z])$/.exec(code)) || [];
  return (place ?? key).toLowerCase();
};
