// Keys that belong to an input method, which turns them into words.

/**
 * Such a key is none of ours: its Enter chooses a word, its Escape throws one away. Safari ends the
 * composition before it tells of the key, and then only the old `keyCode` 229 says so.
 */
export const isComposing = (event: KeyboardEvent): boolean =>
  event.isComposing || event.keyCode === 229;
