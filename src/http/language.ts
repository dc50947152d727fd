// Chinese unless the request prefers English (RFC 9110, 12.5.4).
import type { Language } from '../protocol/successes';
import { type Weighted, weighted } from './quality';

/** The highest quality that is given to a language; undefined if it is not named. */
const named = (ranges: Weighted[], prefix: string): number | undefined => {
  let best: number | undefined;
  for (const { name, quality } of ranges) {
    if (name !== prefix && !name.startsWith(`${prefix}-`)) continue;
    best = Math.max(best ?? 0, quality);
  }
  return best;
};

/** The language of a request's messages; `otherwise` if it prefers neither of the two. */
export const languageOf = (request: Request, otherwise: Language): Language => {
  const accepted = request.headers.get('accept-language');
  if (accepted === null) return otherwise;
  const ranges = weighted(accepted);
  const others = named(ranges, '*') ?? 0;
  const en = named(ranges, 'en') ?? others;
  const zh = named(ranges, 'zh') ?? others;
  if (en === zh) return otherwise;
  return en > zh ? 'en' : 'zh';
};
