// Keys that an input method handles, because they are part of a word that is being composed.

/**
 * Such a key is not for us: Enter chooses a word, Escape discards it. Safari ends the composition
 * before it fires the key event, and then only the old `keyCode` 229 says so.
 */
export const isComposing = (event: KeyboardEvent): boolean =>
  event.isComposing || event.keyCode === 229;
