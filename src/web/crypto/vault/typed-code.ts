// A recovery code as people type it, and keyboards and notes change it.

/**
 * The bare symbols. Ignores case, width (as input methods for Chinese have it), spaces, every kind of
 * dash and what can't be seen; reads `I` and `L` as 1, `O` as 0, as Crockford's base32 has it.
 */
export const symbolsOf = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cf}]/gu, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0');
