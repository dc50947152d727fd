// The marks that people write into a text, and what is none.
import { expect, test } from 'bun:test';
import type { Piece } from '../../../src/protocol/formatting';
import { piecesOf, withoutMarks } from '../../../src/protocol/formatting';
import { cpuTime } from '../../support/timing';

const NAMES = { bold: 'b', italic: 'i', struck: 's', code: 'c', block: 'pre', link: 'a' } as const;

/** The pieces in one line, so that a table shows them. */
const shown = (pieces: Piece[]): string =>
  pieces
    .map((piece) => {
      if (piece.kind === 'text') return piece.text;
      const inside = 'pieces' in piece ? shown(piece.pieces) : piece.text;
      return `<${NAMES[piece.kind]}>${inside}</${NAMES[piece.kind]}>`;
    })
    .join('');

const mustShow = (table: [written: string, expected: string][]) => {
  for (const [written, expected] of table) expect(shown(piecesOf(written))).toBe(expected);
};
const mustStay = (texts: string[]) => {
  for (const text of texts) {
    expect(piecesOf(text)).toEqual([{ kind: 'text', text }]);
    expect(withoutMarks(text)).toBe(text);
  }
};

test('four marks format what is between two of them, one inside the other too', () => {
  mustShow([
    ['*bold*', '<b>bold</b>'],
    ['_italic_', '<i>italic</i>'],
    ['~struck~', '<s>struck</s>'],
    ['`code`', '<c>code</c>'],
    ['a *b* c', 'a <b>b</b> c'],
    ['(*b*), "_i_"!', '(<b>b</b>), "<i>i</i>"!'],
    ['*two words* and *more*', '<b>two words</b> and <b>more</b>'],
    ['*b _i ~s~ i_ b*', '<b>b <i>i <s>s</s> i</i> b</b>'],
    ['_*both*_', '<i><b>both</b></i>'],
    ['*b `c*d` b*', '<b>b <c>c*d</c> b</b>'],
    ['*one*\n*two*', '<b>one</b>\n<b>two</b>'],
    ['*عربي* و _عبري_', '<b>عربي</b> و <i>عبري</i>'],
    ['🎉*party*🎉', '🎉<b>party</b>🎉'],
  ]);
});

test('a mark that never closes, or that crosses another one or a line, is a letter', () => {
  mustStay([
    '*',
    '**',
    '*a',
    'a*',
    '* a *',
    '*a *',
    '* a*',
    '`a',
    '``',
    '` `',
    '*a\nb*',
    '_a\nb_',
    '`a\nb`',
    'footnote* and *another',
    '2 * 3 * 4',
    '~5 and ~6',
    '```',
    '``````',
    '``` ```',
    '```open',
  ]);
  mustShow([
    ['*a _b* c_', '<b>a _b</b> c_'],
    ['*a *b*', '<b>a *b</b>'],
    ['_*a_', '<i>*a</i>'],
  ]);
});

test('marks inside words, in faces, in several and in lines are left alone', () => {
  mustStay([
    'snake_case_name',
    '2*3*4',
    'a~b~c',
    'it`s bob`s',
    '__init__',
    '**bold**',
    '~~struck~~',
    '*_*',
    '(*^_^*)',
    '-_- ~_~ ^_^',
    '***',
    '----*----*----',
    '10~20, 30~40',
    'naïve_é_x',
    '*!*',
  ]);
});

test('a link stays whole, and may stand inside marks', () => {
  const link = 'https://example.com/a_b_c/*d*/~e~';
  mustShow([
    [link, `<a>${link.slice(0, -1)}</a>~`],
    ['*https://example.com*', '<b><a>https://example.com</a></b>'],
    ['_see https://example.com/x_y now_', '<i>see <a>https://example.com/x_y</a> now</i>'],
    ['`https://example.com`', '<c>https://example.com</c>'],
    ['*a https://example.com/* b', '<b>a <a>https://example.com/</a></b> b'],
  ]);
});

test('in Han text marks stand inside a sentence, but the wave that lengthens a word is none', () => {
  mustShow([
    ['这是*重要*的', '这是<b>重要</b>的'],
    ['这是_重要_的', '这是<i>重要</i>的'],
    ['用`命令`就行', '用<c>命令</c>就行'],
    ['*重要*：明天~不~来', '<b>重要</b>：明天~不~来'],
    ['原价 ~100~ 现价 80', '原价 <s>100</s> 现价 80'],
    ['~旧的~新的', '<s>旧的</s>新的'],
    ['とても*大事*です', 'とても<b>大事</b>です'],
    ['สำคัญ*มาก*ครับ', 'สำคัญ<b>มาก</b>ครับ'],
    ['𠮷*𠮷*𠮷', '𠮷<b>𠮷</b>𠮷'],
  ]);
  mustStay(['好呀~那我们走吧~', '好的~ 明天见~', '报告_2024_终稿.docx', '合同_v2_修改.docx']);
});

test('a block of code keeps its lines, and takes the line breaks around it', () => {
  mustShow([
    ['```let a = *1*;```', '<pre>let a = *1*;</pre>'],
    ['look:\n```\n  a\n\n  b\n```\nthat', 'look:<pre>  a\n\n  b</pre>that'],
    ['```a``` and ```b```', '<pre>a</pre> and <pre>b</pre>'],
    ['*a ```b``` c*', '*a <pre>b</pre> c*'],
    ['```https://example.com```', '<pre>https://example.com</pre>'],
  ]);
  expect(shown(piecesOf('a\n```\nlong', true))).toBe('a<pre>long</pre>');
});

test('a line of it has the words without the marks', () => {
  const table: [string, string][] = [
    ['*bold* and `code`', 'bold and code'],
    ['*a _b_* ~c~', 'a b c'],
    ['see\n```\nlet a;\n```\nhere', 'see\nlet a;\nhere'],
    ['nothing', 'nothing'],
    ['<b>*html*</b>', '<b>html</b>'],
  ];
  for (const [written, expected] of table) expect(withoutMarks(written)).toBe(expected);
});

test('joined, the pieces are the text again but for the marks, and no input is slow', () => {
  const long = 60_000;
  const inputs = ['*a ', '*! ', '`a ', '```', '``` ', '*_~`', '_a*', 'a* ', '*a*', '\n*a', '[(*'];
  const took_ms = cpuTime(() => {
    for (const each of inputs) {
      const text = each.repeat(long / each.length);
      const letters = (value: string) => value.replace(/[*_~`\n]/g, '');
      expect(letters(withoutMarks(text)).trim()).toBe(letters(text).trim());
    }
  });
  expect(took_ms).toBeLessThan(5_000);
});
