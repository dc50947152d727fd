// Comparisons that take as long whatever is equal, so that a secret can't be guessed byte by byte.
import { timingSafeEqual } from 'node:crypto';

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength && timingSafeEqual(a, b);

export const sameText = (a: string, b: string): boolean =>
  sameBytes(Buffer.from(a), Buffer.from(b));
