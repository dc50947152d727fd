// What a client prefers, and how much: lists with weights (RFC 9110, 12.4.2).

const QUALITY = /^\s*q\s*=\s*(\d(?:\.\d*)?)\s*$/i;

export interface Weighted {
  /** In small letters. */
  name: string;
  /** 0: not at all. */
  quality: number;
}

export const weighted = (header: string): Weighted[] =>
  header
    .toLowerCase()
    .split(',')
    .map((range) => {
      const [name = '', ...parameters] = range.trim().split(/\s*;/);
      const quality = parameters.map((text) => QUALITY.exec(text)?.[1]).find(Boolean) ?? '1';
      return { name, quality: Number(quality) };
    });
