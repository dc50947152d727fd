// The vectors of RFC 8188, 8291 and 8292, and the other end of what is sealed.
import { expect, test } from 'bun:test';
import { newSecrets } from '../../../src/platform/secrets';
import { encode, seal } from '../../../src/push/seal';
import { createVapid, publicKeyOf } from '../../../src/push/vapid';
import { manualClock } from '../../support/clock';
import { browserKeys, openPush, openRecord, openVapid } from '../../support/vectors/push-vectors';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
const utf8 = (text: string) => new TextEncoder().encode(text);

test('RFC 8188, 3.1: the walrus', async () => {
  const body = 'I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg';
  const secret = bytes('yqdlZ-tYemfogSmv7Ws5PQ');
  const salt = bytes('I1BsxtFttlv3u_Oo94xnmw');
  const text = 'I am the walrus';
  const made = await encode(utf8(text), text.length + 1, secret, salt, new Uint8Array());
  expect(Buffer.from(made).toString('base64url')).toBe(body);
  expect(openRecord(bytes(body), () => secret).text).toBe(text);
});

/** RFC 8291, appendix A. */
const WATERMELON = {
  text: 'When I grow up, I want to be a watermelon',
  sender: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  receiver: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  body:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS' +
    '6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu' +
    'lcy4a-fN',
};

const senderKeys = async (): Promise<CryptoKeyPair> => {
  const { sender } = WATERMELON;
  const point = Buffer.from(publicKeyOf(sender), 'base64url');
  const [x, y] = [
    point.subarray(1, 33).toString('base64url'),
    point.subarray(33).toString('base64url'),
  ];
  const how = { name: 'ECDH', namedCurve: 'P-256' };
  const jwk = { kty: 'EC', crv: 'P-256', x, y };
  const { subtle } = crypto;
  return {
    privateKey: await subtle.importKey('jwk', { ...jwk, d: sender }, how, false, ['deriveBits']),
    publicKey: await subtle.importKey('jwk', jwk, how, true, []),
  };
};

test('RFC 8291, appendix A: the watermelon, sealed and opened', async () => {
  const { text, p256dh, auth, salt, body, receiver } = WATERMELON;
  const to = { p256dh: bytes(p256dh), auth: bytes(auth) };
  const made = await seal(utf8(text), text.length + 1, to, bytes(salt), await senderKeys());
  expect(Buffer.from(made).toString('base64url')).toBe(body);
  expect(openPush(bytes(body), browserKeys(receiver), bytes(auth)).text).toBe(text);
});

test('what is padded opens as it was, and no two are alike', async () => {
  const keys = browserKeys();
  const auth = crypto.getRandomValues(new Uint8Array(16));
  const to = { p256dh: new Uint8Array(keys.getPublicKey()), auth };
  const texts = ['', 'hi', '你好，世界', 'x'.repeat(1_023)];
  for (const text of texts) {
    const [one, two] = [await seal(utf8(text), 1_024, to), await seal(utf8(text), 1_024, to)];
    expect(one.length).toBe(86 + 1_024 + 16);
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
    expect(openPush(one, keys, auth)).toEqual({ text, padded_bytes: 1_024 });
  }
});

test('a key that is no point of the curve seals nothing', async () => {
  const p256dh = new Uint8Array(65).fill(4);
  const auth = new Uint8Array(16);
  await expect(seal(utf8('hi'), 1_024, { p256dh, auth })).rejects.toThrow();
});

test('RFC 8292, 2.4: the token of the example, and one of ours beside it', async () => {
  const k =
    'BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs';
  const t =
    'eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE' +
    '0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuC' +
    'GSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA';
  const read = await openVapid(`vapid t=${t}, k=${k}`);
  expect(read.claims).toEqual({
    aud: 'https://push.example.net',
    exp: 1_453_523_768,
    sub: 'mailto:push@example.com',
  });

  const clock = manualClock(1_453_480_568_000);
  const vapid = createVapid(newSecrets().vapid, 'mailto:push@example.com', clock);
  const first = await vapid.authorization('https://push.example.net');
  const own = await openVapid(first);
  expect(own.head).toEqual(read.head);
  expect(own.claims).toEqual(read.claims);
  expect(await vapid.authorization('https://push.example.net')).toBe(first);
  clock.advance(3_600_000);
  const later = await openVapid(await vapid.authorization('https://push.example.net'));
  expect(later.claims.exp).toBe(own.claims.exp + 3_600);
  const other = await openVapid(await vapid.authorization('https://other.example'));
  expect(other.claims.aud).toBe('https://other.example');
});
