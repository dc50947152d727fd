import { expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import { Refusal } from '../../../src/protocol/errors';
import { examineSealed } from '../../../src/values/sealed';

const b64 = (value: string | Uint8Array) => Buffer.from(value).toString('base64url');
const header = {
  v: 1,
  mid: b64(randomBytes(16)),
  from: 1,
  to: 2,
  from_key: b64(randomBytes(32)),
  to_key: b64(randomBytes(32)),
  type: 'text',
};
const sealed = (head: unknown = header, bytes = 64 + 16) =>
  `c8e1.${b64(typeof head === 'string' ? head : JSON.stringify(head))}.${b64(randomBytes(bytes))}`;

function refusalOf(content: string): unknown {
  try {
    return examineSealed(content);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return refusal.refusal;
  }
}

test('a well-formed envelope gives its header', () => {
  expect(examineSealed(sealed())).toEqual({ ...header, v: 1 });
  for (const type of ['image', 'file', 'audio', 'video', 'call']) {
    expect(examineSealed(sealed({ ...header, type })).type).toBe(type);
  }
  const edits = b64(randomBytes(16));
  expect(examineSealed(sealed({ ...header, edits })).edits).toBe(edits);
  const shuffled = Object.fromEntries(Object.entries(header).reverse());
  expect(examineSealed(sealed(JSON.stringify(shuffled, null, 2)))).toEqual({ ...header, v: 1 });
});

test('there are three parts, in canonical base64url', () => {
  const [, head, body] = sealed().split('.');
  for (const content of [
    '',
    'c8e1.',
    `c8e1.${head}`,
    `c8e1.${head}.${body}.`,
    `c8e1.${head}..${body}`,
    `c8e2.${head}.${body}`,
    `C8e1.${head}.${body}`,
    `c8e1.${head}.${body}=`,
    `c8e1.${head}.${body} `,
    `c8e1.${head}\n.${body}`,
    `c8e1.${body}.${head}`,
  ]) {
    expect(refusalOf(content)).toBe('undecryptable');
  }
});

test('the header has exactly its members, each of its type', () => {
  for (const member of Object.keys(header)) {
    const { [member as keyof typeof header]: _, ...rest } = header;
    expect(refusalOf(sealed(rest))).toBe('undecryptable');
    for (const bad of [null, true, '', 'x', 0, -1, 1.5, 2 ** 53, [], {}]) {
      expect(refusalOf(sealed({ ...header, [member]: bad }))).toBe('undecryptable');
    }
  }
  expect(refusalOf(sealed({ ...header, note: 'x' }))).toBe('undecryptable');
  expect(refusalOf(sealed({ ...header, edits: null }))).toBe('undecryptable');
  expect(refusalOf(sealed({ ...header, edits: header.mid }))).toBe('undecryptable');
  expect(refusalOf(sealed({ ...header, to: header.from }))).toBe('undecryptable');
  for (const text of ['', 'x', '[]', 'null']) expect(refusalOf(sealed(text))).toBe('undecryptable');
});

test('a header that two parsers could read differently is refused', () => {
  const text = JSON.stringify(header);
  for (const twofold of [
    text.replace('{', '{"from":3,'),
    text.replace('"from"', '"fro\\u006d"'),
    text.replace('"to":2', '"to":2.0'),
    text.replace('{', '{"__proto__":{},'),
  ]) {
    expect(twofold).not.toBe(text);
    expect(refusalOf(sealed(twofold))).toBe('undecryptable');
  }
});

test('the ciphertext has one of the padded sizes and a tag', () => {
  for (const padded of [64, 256, 1_024, 4_096, 8_192, 45_056]) {
    expect(examineSealed(sealed(header, padded + 16)).mid).toBe(header.mid);
  }
  for (const bytes of [0, 16, 64, 79, 81, 128 + 16, 2_048 + 16, 45_056, 49_152 + 16]) {
    expect(refusalOf(sealed(header, bytes))).toBe('undecryptable');
  }
});
