// Where a link ends, in the texts of people who write around it as they like.
import { expect, test } from 'bun:test';
import { splitLinks } from '../../../src/protocol/links';
import { cpuTime } from '../../support/timing';

/** The links of a text in braces, so that a table shows where they begin and end. */
const marked = (text: string): string => {
  const pieces = splitLinks(text);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  return pieces.map((piece) => (piece.href ? `⟦${piece.text}⟧` : piece.text)).join('');
};

const mustMark = (expected: string[]) => {
  for (const each of expected) expect(marked(each.replace(/[⟦⟧]/g, ''))).toBe(each);
};

test('full-width punctuation and closing quotation marks end a link, Han letters do not', () => {
  mustMark([
    '⟦https://example.com/guide⟧，详见',
    '⟦https://example.com/指南/第一章⟧。再见',
    '⟦https://example.com/guide⟧（官网）',
    '（⟦https://example.com/guide⟧）',
    '⟦https://example.com⟧！⟦https://example.org⟧？',
    '⟦https://example.com/a⟧、⟦https://example.com/b⟧；⟦https://example.com/c⟧：',
    '《⟦https://example.com/a⟧》「⟦https://example.com/b⟧」【⟦https://example.com/c⟧】',
    '“⟦https://example.com/a⟧”说',
    '‘⟦https://example.com/a⟧’ «⟦https://example.com/b⟧» „⟦https://example.com/c⟧“',
    '⟦https://example.com/a⟧——以及 ⟦https://example.com/b⟧……',
    '⟦https://example.com/a⟧　全角空格',
    '⟦https://example.com/佐々木・々⟧、',
    '⟦https://example.com⟧是首页',
    '⟦https://example.com⟧官网/首页',
    'انظر ⟦https://example.com/a⟧، ثم',
  ]);
});

test('quotation marks and the ends of sentences of every language end a link', () => {
  mustMark([
    '„⟦https://example.com/a⟧“ ‚⟦https://example.com/b⟧‘ »⟦https://example.com/c⟧« ›⟦https://example.com/d⟧‹',
    '「⟦https://example.com/a⟧」『⟦https://example.com/b⟧』〝⟦https://example.com/c⟧〟｢⟦https://example.com/d⟧｣',
    '«⟦https://example.com/a⟧»، ﴿⟦https://example.com/b⟧﴾ ⟦https://example.com/c⟧؟ ⟦https://example.com/d⟧۔',
    '״⟦https://example.com/a⟧״ ⟦https://example.com/צה״ל⟧ ❝⟦https://example.com/b⟧❞ ⟨⟦https://example.com/c⟧⟩',
    '⟦https://example.com/a⟧‽ ⟦https://example.com/b⟧⁉ ⟦https://example.com/c⟧‼ ⟦https://example.com/d⟧⸮',
    '⟦https://example.com/a⟧॥ ⟦https://example.com/b⟧။ ⟦https://example.com/c⟧។ ⟦https://example.com/d⟧።',
    '⟦https://example.com/a⟧• ⟦https://example.com/b⟧',
  ]);
});

test('a word or an emoji right after a host, and an emoji at the end, are not part of the link', () => {
  mustMark([
    '⟦https://example.com:8080⟧官网 ⟦http://192.168.1.1⟧官网 ⟦http://10.0.0.1:8000⟧です ⟦http://localhost:3000⟧입니다',
    '⟦http://[::1]:8080⟧官网 ⟦https://alice@example.com⟧官网',
    '⟦https://example.com⟧👍 ⟦https://example.com:8443⟧👍🏽 ⟦https://example.com/a⟧👍',
    '⟦https://example.com/abc⟧👨‍👩‍👧 ⟦https://example.com/a?b=c⟧❤️ ⟦https://example.com/a⟧🇩🇪',
    '⟦https://example.com/wiki/👍⟧ ⟦https://i❤.example/⟧ ⟦https://example.com/👍/a⟧',
  ]);
});

test('a closing bracket belongs to a link that opened it', () => {
  mustMark([
    '⟦https://en.wikipedia.org/wiki/Foo_(bar)⟧',
    '(⟦https://en.wikipedia.org/wiki/Foo_(bar)⟧)',
    '(see ⟦https://example.com/a⟧)',
    '(see ⟦https://example.com/a⟧).',
    '[⟦https://example.com/a⟧] {⟦https://example.com/b⟧}',
    '[x](⟦https://example.com/a⟧)and',
    '⟦https://example.com/?filter[name]=a⟧',
    '⟦https://example.com/a_(b)_(c)⟧',
    '⟦https://example.com/a⟧(',
    '⟦https://example.com⟧(官网)',
    '⟦http://[::1]:8080/a⟧',
    '<⟦https://example.com/a⟧>',
  ]);
});

test('schemes have no case, and nothing but http and https is a link', () => {
  mustMark([
    '⟦HTTPS://Example.com/A⟧',
    '⟦Http://example.com⟧',
    'hTtP is no link, and neither is https:// nor https://...',
    'javascript://example.com ftp://example.com mailto:alice@example.com',
    'git+https://example.com/a xhttps://example.com',
    '1.⟦https://example.com⟧ -⟦https://example.com⟧ 见⟦https://example.com⟧',
    'data:text/html,<b> //example.com www.example.com alice@example.com',
  ]);
});

test('what ends the sentence does not end up in the link, and what the link needs does', () => {
  mustMark([
    '⟦https://example.com/a⟧.',
    '⟦https://example.com/a⟧, ⟦https://example.com/b⟧; ⟦https://example.com/c⟧: ⟦https://example.com/d⟧!?',
    '⟦https://example.com/a.html⟧...',
    '*⟦https://example.com/a⟧* _⟦https://example.com/b⟧_ **⟦https://example.com/c⟧**',
    '\'⟦https://example.com/a⟧\' "⟦https://example.com/b⟧" `⟦https://example.com/c⟧`',
    "⟦https://example.com/it's⟧",
    '⟦https://example.com:8443/a?b=c,d&e=%E4%BD%A0#f-g:h⟧',
    '⟦https://example.com/⟧ ⟦https://example.com/a/⟧, ⟦https://example.com/-⟧',
    '⟦https://example.com/@alice⟧ ⟦https://alice@example.com/b⟧',
    '⟦https://例子.测试/路径?q=搜索#段⟧',
    '⟦https://müller.example/straße⟧',
    'https://example.com:99999/ is no address',
    '⟦https://example.com/a⟧\n⟦https://example.com/b⟧',
    '⟦https://example.com/a⟧\u202egnp.exe',
    '⟦https://example.com/a⟧\u061cgnp.exe',
    '⟦https://example.com/?to=https://example.org⟧',
  ]);
});

test('a long text of brackets and schemes is cut at once', () => {
  const took_ms = cpuTime(() => {
    splitLinks('https://a/('.repeat(400) + 'https://'.repeat(250) + ')'.repeat(2_000));
    splitLinks(`https://example.com/${'a👍🏽'.repeat(2_000)}b`);
    splitLinks(`https://example.com/a${'👍'.repeat(4_000)}b`);
  });
  expect(took_ms).toBeLessThan(500);
});
