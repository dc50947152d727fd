// Chinese unless the request prefers English (RFC 9110, 12.5.4).
import type { Language } from '../protocol/successes';

const QUALITY = /^\s*q\s*=\s*(\d(?:\.\d*)?)\s*$/i;

/** The highest quality that is given to a language; undefined if it is not named. */
const named = (ranges: string[][], prefix: string): number | undefined => {
  let best: number | undefined;
  for (const [tag = '', ...parameters] of ranges) {
    if (tag !== prefix && !tag.startsWith(`${prefix}-`)) continue;
    const quality = parameters.map((text) => QUALITY.exec(text)?.[1]).find(Boolean) ?? '1';
    best = Math.max(best ?? 0, Number(quality));
  }
  return best;
};

/** The language of a request's messages; `otherwise` if it prefers neither of the two. */
export const languageOf = (request: Request, otherwise: Language): Language => {
  const accepted = request.headers.get('accept-language');
  if (accepted === null) return otherwise;
  const ranges = accepted
    .toLowerCase()
    .split(',')
    .map((range) => range.trim().split(/\s*;/));
  const others = named(ranges, '*') ?? 0;
  const en = named(ranges, 'en') ?? others;
  const zh = named(ranges, 'zh') ?? others;
  if (en === zh) return otherwise;
  return en > zh ? 'en' : 'zh';
};
