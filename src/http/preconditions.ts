// What a request says about the version that it wants (RFC 9110, 13).
import { Refusal } from '../protocol/errors';

/** `etag` is a strong one; `modified_at` in ms. */
interface Version {
  etag: string;
  modified_at: number;
}

/** HTTP dates count seconds. */
const seconds = (ms: number) => Math.floor(ms / 1_000);

/** undefined for what is no HTTP date, which means nothing then (13.1.3, 13.1.4). */
const toSeconds = (header: string): number | undefined => {
  const ms = /^\w{3,9},? .+ GMT$|^\w{3} \w{3} /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(ms) ? undefined : seconds(ms);
};

/** An element of a list (5.6.1): a tag, or what is none. */
const ELEMENT = /[ \t]*((?:W\/)?"[^"]*")?[ \t]*([^,]*)(?:,|$)/y;

/** Entity tags as they were sent, weak ones with their `W/`; a comma may stand inside of one. */
const tagsOf = (header: string): string[] => {
  const tags: string[] = [];
  ELEMENT.lastIndex = 0;
  while (ELEMENT.lastIndex < header.length) {
    const [, tag, rest] = ELEMENT.exec(header) ?? [];
    if (tag !== undefined && rest === '') tags.push(tag);
  }
  return tags;
};

const isAny = (header: string) => header.trim() === '*';

/** By strong comparison: a weak tag is never one. */
const matches = (header: string, etag: string) => isAny(header) || tagsOf(header).includes(etag);

/** By weak comparison. */
const matchesWeakly = (header: string, etag: string) =>
  isAny(header) || tagsOf(header).some((tag) => tag.replace(/^W\//, '') === etag);

/**
 * For GET and HEAD, in the order of 13.2.2. Returns whether the client already has this version.
 * @throws preconditionFailed
 */
export const isKnown = ({ headers }: Request, { etag, modified_at }: Version): boolean => {
  const ifMatch = headers.get('if-match');
  if (ifMatch !== null) {
    if (!matches(ifMatch, etag)) throw new Refusal('preconditionFailed');
  } else {
    const until = toSeconds(headers.get('if-unmodified-since') ?? '');
    if (until !== undefined && seconds(modified_at) > until) {
      throw new Refusal('preconditionFailed');
    }
  }
  const ifNoneMatch = headers.get('if-none-match');
  if (ifNoneMatch !== null) return matchesWeakly(ifNoneMatch, etag);
  const since = toSeconds(headers.get('if-modified-since') ?? '');
  return since !== undefined && seconds(modified_at) <= since;
};

/** Whether a range of this version is wanted (13.1.5): the tag or the date is exactly its own. */
export const wantsRangeOf = ({ headers }: Request, { etag, modified_at }: Version): boolean => {
  const ifRange = headers.get('if-range')?.trim();
  if (ifRange === undefined) return true;
  if (ifRange.includes('"')) return ifRange === etag;
  return toSeconds(ifRange) === seconds(modified_at);
};
