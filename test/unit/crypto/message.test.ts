import { expect, test } from 'bun:test';
import { examineSealed } from '../../../src/values/sealed';
import { fromBase64url } from '../../../src/web/crypto/bytes';
import { createKeyring } from '../../../src/web/crypto/keyring';
import { privateKeyOf, publicPart, thumbprint } from '../../../src/web/crypto/keys';
import { openChannel, openMessage, sealMessage } from '../../../src/web/crypto/message';
import { newMid } from '../../../src/web/crypto/mid';
import { findCurve } from '../../../src/web/crypto/x25519';
import { keyIdOf, newPair, openEnvelope, sealEnvelope } from '../../support/envelope';
import { faultOf } from '../../support/faults';
import vectors from '../vectors/e2e.json';

const curve = await findCurve();

async function person() {
  const pair = newPair();
  const key = await privateKeyOf(curve, fromBase64url(pair.d));
  return { pair, key, key_id: await thumbprint(key) };
}
type Person = Awaited<ReturnType<typeof person>>;

const [alice, bob, mallory] = [await person(), await person(), await person()];
const everyone = [alice, bob, mallory];
const lookUp = async (key_id: string) => {
  const found = everyone.find((one) => one.key_id === key_id);
  return found ? publicPart(found.key) : null;
};
const keyringOf = ({ key }: Person) => createKeyring(curve, [key], lookUp);
const toBob = { from: 1, to: 2, type: 'text' };
const channel = await keyringOf(alice)(alice.key_id, bob.key_id);

test('both read what alice sealed, on every one of their devices', async () => {
  const body = { text: 'Hello', reply_to: 17 };
  const { content, mid } = await sealMessage(channel, toBob, body);
  const expected = { ...toBob, mid };
  for (const [me, one] of [
    [1, alice],
    [2, bob],
  ] as const) {
    const opened = await openMessage(keyringOf(one), me, content, expected);
    expect(opened.body).toEqual(body);
    expect(opened.header).toEqual(examineSealed(content));
  }
});

test('the second client reads what this one writes, and this one what it writes', async () => {
  const texts = ['', 'x'.repeat(54), 'x'.repeat(53), 'ж'.repeat(500), '👋'.repeat(11_000)];
  for (const text of texts) {
    const { content, mid } = await sealMessage(channel, toBob, { text });
    const read = openEnvelope(bob.pair, alice.pair, content);
    expect(read.body).toEqual({ text });
    expect(examineSealed(content).mid).toBe(mid);
    const written = sealEnvelope(alice.pair, bob.pair, { header: read.header, body: { text } });
    expect(written).toBe(content);
  }
  expect([alice, bob].map(({ pair }) => keyIdOf(pair))).toEqual([alice.key_id, bob.key_id]);
});

test('the vectors open, and are sealed to the same bytes again', async () => {
  const pairs = vectors.keys.map(({ private_jwk }) => fromBase64url(private_jwk.d));
  const keys = await Promise.all(pairs.map((secret) => privateKeyOf(curve, secret)));
  const find = createKeyring(curve, keys, async (id) => {
    const at = vectors.keys.findIndex(({ key_id }) => key_id === id);
    return keys[at] ?? null;
  });
  for (const { header, head, body, content } of vectors.messages) {
    const { from, to, type, mid, from_key, to_key } = header;
    const edits = 'edits' in header ? { edits: String(header.edits) } : {};
    const opened = await openMessage(find, 2, content, { from, to, type, mid, ...edits });
    expect(JSON.parse(JSON.stringify(opened))).toEqual({ header, body });
    expect(content.split('.')[1]).toBe(head);
    const again = await sealMessage(
      await find(from_key, to_key),
      { from, to, type, mid, ...edits },
      opened.body,
    );
    expect(again.content).toBe(content);
    expect(examineSealed(content)).toEqual(opened.header);
  }
});

test('lengths are padded, and a text beyond the bound is refused', async () => {
  const sizeOf = async (text: string) => {
    const { content } = await sealMessage(channel, toBob, { text });
    return fromBase64url(content.split('.')[2]).length - 16;
  };
  const frame = '{"text":""}'.length;
  const bounds = [64, 256, 1_024, 4_096, 8_192, 45_056];
  for (const bound of bounds) expect(await sizeOf('x'.repeat(bound - frame))).toBe(bound);
  expect(await sizeOf('')).toBe(64);
  expect(await sizeOf('x'.repeat(65 - frame))).toBe(256);
  const { content } = await sealMessage(channel, toBob, { text: 'x'.repeat(45_056 - frame) });
  expect(content.length).toBeLessThan(65_536);
  expect(await faultOf(() => sizeOf('x'.repeat(45_057 - frame)))).toBe('too_long');
});

test('no two messages share a key, even with the same text', async () => {
  const one = await sealMessage(channel, toBob, { text: 'yes' });
  const other = await sealMessage(channel, toBob, { text: 'yes' });
  expect(one.mid).not.toBe(other.mid);
  expect(one.content.split('.')[2]).not.toBe(other.content.split('.')[2]);
  const retry = await sealMessage(channel, { ...toBob, mid: one.mid }, { text: 'yes' });
  expect(retry.content).toBe(one.content);
});

test('an envelope under another message is not shown', async () => {
  const { content, mid } = await sealMessage(channel, toBob, { text: 'yes' });
  const find = keyringOf(bob);
  const good = { ...toBob, mid };
  for (const wrong of [
    { from: 2, to: 1 },
    { from: 3 },
    { to: 3 },
    { type: 'file' },
    { type: 'call' },
    { mid: newMid() },
    { edits: newMid() },
  ]) {
    const opening = () => openMessage(find, 2, content, { ...good, ...wrong });
    expect(await faultOf(opening)).toBe('wrong_header');
  }
  expect(await faultOf(() => openMessage(find, 3, content, good))).toBe('wrong_header');
});

test('an edit says which message it edits, and the first text can not be put back', async () => {
  const first = await sealMessage(channel, toBob, { text: 'at 7' });
  const edit = await sealMessage(channel, { ...toBob, edits: first.mid }, { text: 'at 8' });
  const expected = { ...toBob, mid: edit.mid, edits: first.mid };
  const find = keyringOf(bob);
  expect((await openMessage(find, 2, edit.content, expected)).body.text).toBe('at 8');
  expect(await faultOf(() => openMessage(find, 2, first.content, expected))).toBe('wrong_header');
});

test('a changed bit of header or text is noticed', async () => {
  const { content, mid } = await sealMessage(channel, toBob, { text: 'yes' });
  const [prefix, head = '', body = ''] = content.split('.');
  const flipped = `${body.slice(0, 9)}${body[9] === 'A' ? 'B' : 'A'}${body.slice(10)}`;
  const header = JSON.parse(Buffer.from(head, 'base64url').toString());
  const spaced = Buffer.from(JSON.stringify(header, null, 1)).toString('base64url');
  const find = keyringOf(bob);
  const opening = (text: string) => faultOf(() => openMessage(find, 2, text, { ...toBob, mid }));
  expect(await opening(`${prefix}.${head}.${flipped}`)).toBe('tampered');
  expect(await opening(`${prefix}.${spaced}.${body}`)).toBe('tampered');
  expect(await opening(`${prefix}.${head}.${body.slice(0, -4)}`)).toBe('malformed');
  expect(await opening(`${prefix}.${head}.${body}=`)).toBe('malformed');
  expect(await opening(`c8e2.${head}.${body}`)).toBe('malformed');
  expect(await opening('hello')).toBe('malformed');
});

test('mallory can not write in the name of alice', async () => {
  const header = { v: 1, mid: newMid(), ...toBob, from_key: alice.key_id, to_key: bob.key_id };
  const forged = sealEnvelope(mallory.pair, bob.pair, { header, body: { text: 'pay' } });
  const expected = { ...toBob, mid: header.mid };
  expect(await faultOf(() => openMessage(keyringOf(bob), 2, forged, expected))).toBe('tampered');
});

test('a message for a key that is gone says which', async () => {
  const { content, mid } = await sealMessage(channel, toBob, { text: 'yes' });
  const expected = { ...toBob, mid };
  const withoutMine = keyringOf(mallory);
  const missing = `missing_key ${bob.key_id}`;
  expect(await faultOf(() => openMessage(withoutMine, 2, content, expected))).toBe(missing);
  const swapped = createKeyring(curve, [bob.key], async () => publicPart(mallory.key));
  const unknown = createKeyring(curve, [bob.key], async () => null);
  for (const find of [swapped, unknown]) {
    const fault = await faultOf(() => openMessage(find, 2, content, expected));
    expect(fault).toBe(`missing_key ${alice.key_id}`);
  }
});

test('a look-up that failed is tried again', async () => {
  let answers = 0;
  const find = createKeyring(curve, [bob.key], async (key_id) => {
    answers += 1;
    if (answers === 1) throw new Error('offline');
    return lookUp(key_id);
  });
  const { content, mid } = await sealMessage(channel, toBob, { text: 'yes' });
  const opening = () => openMessage(find, 2, content, { ...toBob, mid });
  await expect(opening()).rejects.toThrow('offline');
  expect((await opening()).body).toEqual({ text: 'yes' });
  await opening();
  expect(answers).toBe(2);
});

test('a body of the wrong shape is malformed, and what is new in it is left out', async () => {
  const send = (body: unknown) => {
    const header = { v: 1, mid: newMid(), ...toBob, from_key: alice.key_id, to_key: bob.key_id };
    const content = sealEnvelope(alice.pair, bob.pair, { header, body });
    return openMessage(keyringOf(bob), 2, content, { ...toBob, mid: header.mid });
  };
  for (const body of [[], null, { text: 7 }, { file: {} }, { reply_to: 'x' }, { call: [] }]) {
    expect(await faultOf(() => send(body))).toBe('malformed');
  }
  expect((await send({ text: 'a', mood: 'good' })).body).toEqual({ text: 'a' });
});

test('a note is read by its writer alone, and under one key, whichever of the own ones it was', async () => {
  const toSelf = { from: 1, to: 1, type: 'text' };
  const older = await person();
  const find = createKeyring(curve, [alice.key, older.key], async () => publicPart(mallory.key));
  for (const own of [alice, older]) {
    const channel = await find(own.key_id, own.key_id);
    const { content, mid } = await sealMessage(channel, toSelf, { text: 'milk' });
    const opened = await openMessage(find, 1, content, { ...toSelf, mid });
    expect(opened.body).toEqual({ text: 'milk' });
    expect(examineSealed(content)).toMatchObject({ from_key: own.key_id, to_key: own.key_id });
    expect(await faultOf(() => openMessage(keyringOf(mallory), 1, content, toSelf))).toBe(
      `missing_key ${own.key_id}`,
    );
  }
  // Between an own key and another, even an own one, there are no notes.
  for (const [one, other] of [
    [alice, mallory],
    [alice, older],
  ] as const) {
    const channel = await openChannel(curve, one.key, publicPart(other.key));
    const { content } = await sealMessage(channel, toSelf, { text: 'pay mallory' });
    expect(await faultOf(() => openMessage(find, 1, content, toSelf))).toBe('wrong_header');
  }
});
