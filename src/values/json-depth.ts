// How deep a JSON text (RFC 8259) nests, and how much is in it, found before anything parses it: a parser that is given
// 64 KiB of brackets builds as many objects, and whatever walks them later may do so by recursion.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

const isOpening = (unit: number) => unit === 0x5b || unit === 0x7b;
const isClosing = (unit: number) => unit === 0x5d || unit === 0x7d;

/** Where the string that begins at `begin` ends; the end of the text if nothing ends it. */
const endOfString = (text: string, begin: number): number => {
  for (let end = text.indexOf('"', begin + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
  return text.length;
};

/** Visits each bracket outside of strings with its depth; ends early when `visit` returns true. */
const walkBrackets = (
  text: string,
  visit: (depth: number, at: number, isBegin: boolean) => boolean,
): boolean => {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(text, at);
    else if (isOpening(unit)) {
      depth += 1;
      if (visit(depth, at, true)) return true;
    } else if (isClosing(unit)) {
      if (visit(depth, at, false)) return true;
      depth -= 1;
    }
  }
  return false;
};

/** Whether more than `levels` objects and lists lie in one another, the outermost counted. */
export const isDeeperThan = (text: string, levels: number): boolean =>
  text.length > levels && walkBrackets(text, (depth) => depth > levels);

/** Commas and colons outside of strings, two for a member and one for an entry; counts to `most`. */
export const countSeparators = (text: string, most: number): number => {
  let count = 0;
  for (let at = 0; at < text.length && count < most; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(text, at);
    else if (unit === COMMA || unit === COLON) count += 1;
  }
  return count;
};

/** The same text with each member of the outermost object or list empty that is one itself. */
export const outline = (text: string): string => {
  const parts: string[] = [];
  let from = 0;
  walkBrackets(text, (depth, at, isBegin) => {
    if (depth !== 2) return false;
    if (isBegin) parts.push(text.slice(from, at + 1));
    from = at;
    return false;
  });
  return parts.join('') + text.slice(from);
};
