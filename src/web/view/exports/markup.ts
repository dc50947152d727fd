// HTML as text, for pages that are kept for years: nothing that somebody wrote is markup in it.
import type { Piece } from '../../../protocol/formatting';
import { piecesOf } from '../../../protocol/formatting';
import { TAGS } from '../message/text/formatted';

const MARKS: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escaped = (text: string): string =>
  text.toWellFormed().replace(/[&<>"']/g, (mark) => MARKS[mark] ?? '');

const pieceOf = (piece: Piece): string => {
  if (piece.kind === 'text') return escaped(piece.text);
  if ('pieces' in piece) {
    const tag = TAGS[piece.kind];
    return `<${tag}>${piece.pieces.map(pieceOf).join('')}</${tag}>`;
  }
  if (piece.kind === 'link') {
    return `<a href="${escaped(piece.href)}" dir="ltr" rel="noopener noreferrer nofollow">${escaped(piece.text)}</a>`;
  }
  const text = `<code dir="ltr">${escaped(piece.text)}</code>`;
  return piece.kind === 'block' ? `<pre>${text}</pre>` : text;
};

/** As its writer formatted it. */
export const formatted = (text: string): string => piecesOf(text).map(pieceOf).join('');

interface Document {
  lang: string;
  title: string;
  body: string;
}

/** Works from the disk, in any browser: no script, no other file for its looks. */
export const documentOf = (
  { lang, title, body }: Document,
  look: string,
): string => `<!doctype html>
<html lang="${escaped(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Chat8">
<title>${escaped(title)}</title>
<style>${look}</style>
</head>
<body>
${body}
</body>
</html>
`;
