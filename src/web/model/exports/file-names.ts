// Names that every system can store, and that lead nowhere else.

const REFUSED = /[<>:"/\\|?*\u0000-\u001f\u007f\u061c\u200e\u200f\u202a-\u202e]/g;
/** They keep a name apart within a sentence, and a file's stands alone. */
const ISOLATES = /[\u2066-\u2069]/g;
const name_bytes_max = 120;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

const cut = (text: string, most: number): string => {
  let kept = '';
  for (const each of text) {
    if (bytesOf(kept + each) > most) break;
    kept += each;
  }
  return kept;
};

/** With its ending, however long it was. */
export const fileName = (name: string): string => {
  const clean = name.toWellFormed().replace(ISOLATES, '').replace(REFUSED, '_').trim();
  const [ending = ''] = /\.[\p{L}\p{N}]{1,12}$/u.exec(clean) ?? [];
  const stem = ending ? clean.slice(0, -ending.length) : clean;
  return `${cut(stem, name_bytes_max).replace(/[. ]+$/, '') || '_'}${ending}`;
};

/** As an address beside the page has it. */
export const hrefOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
