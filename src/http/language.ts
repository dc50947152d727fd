// Chinese unless the request prefers English (RFC 9110, 12.5.4).
import type { Language } from '../protocol/successes';

const weight = (ranges: string, prefix: string): number => {
  let best = 0;
  for (const range of ranges.split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const quality = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find(Boolean) ?? '1';
    if (tag === prefix || tag.startsWith(`${prefix}-`)) best = Math.max(best, Number(quality));
  }
  return best;
};

/** The language of a request's messages; `otherwise` where it states no preference of the two. */
export const languageOf = (request: Request, otherwise: Language): Language => {
  const accepted = request.headers.get('accept-language');
  if (accepted === null) return otherwise;
  const en = weight(accepted, 'en');
  const zh = weight(accepted, 'zh');
  if (en === zh) return otherwise;
  return en > zh ? 'en' : 'zh';
};
