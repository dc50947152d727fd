// The marks that people write into a text: *bold*, _italic_, ~struck~, `code`, and blocks of code
// between ``` and ```. A text stays as it was written; this says how it is shown. A mark that never
// closes, or that is part of a word, a link or a face such as *_* is an ordinary letter.
import { splitLinks } from './links';

type Emphasis = 'bold' | 'italic' | 'struck';

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'code' | 'block'; text: string }
  | { kind: Emphasis; pieces: Piece[] };

const KINDS: Record<string, Emphasis> = { '*': 'bold', _: 'italic', '~': 'struck' };
const MARK = /[*_~`]/;
const MARK_OR_BREAK = /[*_~\n]/g;

/** Scripts that have no space between words: there a mark may stand inside a sentence. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const LETTER = /[\p{L}\p{N}\p{M}]/u;
const SPACED = new RegExp(`(?!${UNSPACED.source})${LETTER.source}`, 'u');
const BLOCK = /```([\s\S]*?)```/g;
const CODE = new RegExp(
  `(?<!(?:${SPACED.source}|\`))\`([^\`\\n]+)\`(?!(?:${SPACED.source}|\`))`,
  'gu',
);

/** A part of the text in which no emphasis is looked for. */
interface Atom {
  from: number;
  to: number;
  piece: Piece;
}

/** In the order of the text: an atom, a mark, or the end of a line. */
interface Token {
  from: number;
  to: number;
  piece?: Piece;
  mark?: string;
  opens?: boolean;
  closes?: boolean;
  /** The nearest letter after it. */
  letter_at: number;
  /** The token that closes what this one opens. */
  partner?: number;
}

const codePointBefore = (text: string, at: number): string => {
  const two = text.slice(Math.max(0, at - 2), at);
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(two) ? two : two.slice(-1);
};

const codePointAt = (text: string, at: number): string =>
  String.fromCodePoint(...[text.codePointAt(at)].filter((point) => point !== undefined));

/** Blocks, with the line breaks around them: they stand on lines of their own anyway. */
const blocksIn = (text: string, isCut: boolean): Atom[] => {
  const atoms: Atom[] = [];
  const add = (from: number, to: number, inside: string) => {
    const shown = inside.replace(/^\n/, '').replace(/\n$/, '');
    if (shown.trim() === '') return;
    const begin = text[from - 1] === '\n' ? from - 1 : from;
    const end = text[to] === '\n' ? to + 1 : to;
    atoms.push({ from: begin, to: end, piece: { kind: 'block', text: shown } });
  };
  let done = 0;
  for (const { 0: whole, 1: inside = '', index } of text.matchAll(BLOCK)) {
    done = index + whole.length;
    add(index, done, inside);
  }
  const open = isCut ? text.indexOf('```', done) : -1;
  if (open >= 0) add(open, text.length, text.slice(open + 3));
  return atoms;
};

const codesIn = (text: string, from: number, to: number): Atom[] =>
  [...text.slice(from, to).matchAll(CODE)]
    .filter(([, inside = '']) => inside.trim() !== '')
    .map(({ 0: whole, 1: inside = '', index }) => ({
      from: from + index,
      to: from + index + whole.length,
      piece: { kind: 'code', text: inside },
    }));

const linksIn = (text: string, from: number, to: number): Atom[] => {
  let at = from;
  return splitLinks(text.slice(from, to)).flatMap((piece) => {
    const begin = at;
    at += piece.text.length;
    const { href } = piece;
    if (href === undefined) return [];
    return [{ from: begin, to: at, piece: { kind: 'link', text: piece.text, href } }];
  });
};

/** Those of `find` in what the known ones leave over. */
const withBetween = (
  text: string,
  known: Atom[],
  find: (text: string, from: number, to: number) => Atom[],
): Atom[] => {
  const ends = [{ from: 0, to: 0 }, ...known];
  return ends.flatMap(({ to }, at) => {
    const next = known[at];
    return [...find(text, to, next?.from ?? text.length), ...(next ? [next] : [])];
  });
};

const markAt = (text: string, at: number): Pick<Token, 'opens' | 'closes'> => {
  const mark = text[at] ?? '';
  const [before, after] = [codePointBefore(text, at), codePointAt(text, at + 1)];
  // Several of one kind are a line, a face, or another program's marks.
  if (before === mark || after === mark) return { opens: false, closes: false };
  const [isAfterHan, isBeforeHan] = [UNSPACED.test(before), UNSPACED.test(after)];
  const isEdge = (outer: string) => outer === '' || !SPACED.test(outer);
  const isInside = (inner: string) => inner !== '' && inner.trim() !== '';
  let opens = isInside(after) && isEdge(before);
  let closes = isInside(before) && isEdge(after);
  // Names of files have them between their parts.
  if (mark === '_') {
    opens &&= !isAfterHan || isBeforeHan;
    closes &&= !isBeforeHan || isAfterHan;
  }
  // In Chinese it lengthens the last word of a sentence.
  if (mark === '~') opens &&= !isAfterHan;
  return { opens, closes };
};

const tokensOf = (text: string, atoms: Atom[]): Token[] => {
  const tokens: Token[] = [];
  const add = (from: number, to: number) => {
    for (const { 0: mark, index } of text.slice(from, to).matchAll(MARK_OR_BREAK)) {
      const at = from + index;
      const isMark = mark !== '\n';
      const more = isMark ? { mark, ...markAt(text, at) } : {};
      tokens.push({ from: at, to: at + 1, letter_at: 0, ...more });
    }
  };
  let done = 0;
  for (const { from, to, piece } of atoms) {
    add(done, from);
    tokens.push({ from, to, piece, letter_at: 0 });
    done = to;
  }
  add(done, text.length);
  return tokens;
};

/** Finds for each mark what closes it: the next one of its kind in the same line, around a letter. */
const pair = (text: string, tokens: Token[]): void => {
  let closing: Record<string, number> = {};
  let letter_at = text.length;
  let end = text.length;
  for (const [at, token] of [...tokens.entries()].reverse()) {
    if (LETTER.test(text.slice(token.to, end))) letter_at = token.to;
    token.letter_at = letter_at;
    end = token.from;
    const { mark, piece } = token;
    if (piece) letter_at = token.from;
    if (mark === undefined && (piece === undefined || piece.kind === 'block')) closing = {};
    if (mark === undefined) continue;
    const other = closing[mark];
    const stop = other === undefined ? 0 : (tokens[other]?.from ?? 0);
    if (token.opens && other !== undefined && letter_at < stop) token.partner = other;
    if (token.closes) closing[mark] = at;
  }
};

/** The pieces of a text, for the page to show. `isCut`: its end is missing, which may close a block. */
export const piecesOf = (text: string, isCut = false): Piece[] => {
  const codes = withBetween(text, blocksIn(text, isCut), codesIn);
  const tokens = tokensOf(text, withBetween(text, codes, linksIn));
  pair(text, tokens);
  const build = (first: number, last: number, from: number, to: number): Piece[] => {
    const pieces: Piece[] = [];
    let done = from;
    const flush = (end: number) => {
      if (end > done) pieces.push({ kind: 'text', text: text.slice(done, end) });
    };
    for (let at = first; at < last; at += 1) {
      const { from: begin, to: end, piece, mark = '', partner = last } = tokens[at] as Token;
      const kind = KINDS[mark];
      const close = partner < last ? tokens[partner] : undefined;
      if (piece) {
        flush(begin);
        pieces.push(piece);
        done = end;
      } else if (kind && close) {
        flush(begin);
        pieces.push({ kind, pieces: build(at + 1, partner, end, close.from) });
        done = close.to;
        at = partner;
      }
    }
    flush(to);
    return pieces;
  };
  return build(0, tokens.length, 0, text.length);
};

const said = (piece: Piece): string => {
  if ('pieces' in piece) return piece.pieces.map(said).join('');
  return piece.kind === 'block' ? `\n${piece.text}\n` : piece.text;
};

/** The words of a text without their marks, for one line of it. */
export const withoutMarks = (text: string): string =>
  MARK.test(text) ? piecesOf(text).map(said).join('').trim() : text;
