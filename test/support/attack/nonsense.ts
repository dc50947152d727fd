// What no client sends, and what some do: the stock of the fuzzer.

export type Random = () => number;

/** Mulberry32 (Tommy Ettinger, public domain): the same seed gives the same nonsense. */
export const seeded = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export const TEXTS = [
  '',
  ' ',
  'hello',
  '你好，世界',
  '👍',
  '\u0000',
  '\ud800',
  '%',
  '_',
  "' OR 1=1 --",
].concat(
  ['../../etc/passwd', '<script>alert(1)</script>', 'x'.repeat(70_000), '\r\nx: y', '__proto__'],
  ['c8e1.', 'c8e1.e30.AA', '{"kty":"OKP","crv":"X25519","x":"AA"}', '/api/v1/files/a', 'accept'],
  ['1', '0x1', '1e0', '-1', '9007199254740993', 'true', 'online', 'text', 'a@b', '\u202egnp'],
);
export const VALUES: unknown[] = [
  null,
  true,
  0,
  1,
  -1,
  1.5,
  1e308,
  2 ** 53,
  [],
  {},
  [[[]]],
  { a: {} },
  { toString: 'x', valueOf: [] },
];
export const IDS = [
  '1',
  '2',
  '3',
  '77',
  '0',
  '01',
  '0x1',
  '1e0',
  '-1',
  '9999999999999999999',
  'me',
  '%00',
].concat(['%2e%2e', 'a'.repeat(5_000), '%ff', '👍', '1%2f2', ' '].map((text) => encodeURI(text)));
export const TYPES = [
  'application/json',
  'text/plain',
  'multipart/form-data',
  'application/xml',
  '',
];
export const FRAMES = [
  'send_message',
  'delivered',
  'read',
  'typing',
  'visible',
  'ping',
  'voice_call_invite',
].concat(['video_call_invite', 'call_accept', 'hello', 'new_message', '__proto__', '']);
