// A second client's envelopes and files, written from the specification with node:crypto alone, so
// that the web client's mistakes are not tested against themselves.
import * as node from 'node:crypto';

export interface Pair {
  x: string;
  d: string;
}

export interface Envelope {
  header: Record<string, unknown>;
  body: unknown;
}

const CHUNK = 65_536;
const TAG = 16;

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
const digest = (text: string): Buffer => node.createHash('sha256').update(text).digest();

/** RFC 7638 section 3, for RFC 8037 keys. */
export const keyIdOf = ({ x }: { x: string }): string =>
  b64(digest(`{"crv":"X25519","kty":"OKP","x":"${x}"}`));

export function newPair(): Pair {
  const { x, d } = node.generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  if (x === undefined || d === undefined) throw new Error('no X25519 here');
  return { x, d };
}

/** The 32 bytes that the two share, RFC 7748 section 6.1. */
export function agreeOn(own: Pair, peer: { x: string }): Buffer {
  const okp = { kty: 'OKP', crv: 'X25519' };
  return node.diffieHellman({
    privateKey: node.createPrivateKey({ key: { ...okp, x: own.x, d: own.d }, format: 'jwk' }),
    publicKey: node.createPublicKey({ key: { ...okp, x: peer.x }, format: 'jwk' }),
  });
}

/** The 32 bytes of K for one message, whose header is sent as `head`. */
export function messageKey(own: Pair, peer: { x: string }, head: string): Buffer {
  const [smaller, larger] = [keyIdOf(own), keyIdOf(peer)].sort();
  const salt = digest(`chat8/e2e/v1${smaller}${larger}`);
  const info = Buffer.concat([Buffer.from('message'), Buffer.from([0]), Buffer.from(head)]);
  return Buffer.from(node.hkdfSync('sha256', agreeOn(own, peer), salt, info, 32));
}

/** Bytes of padding included. */
export function padded(body: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(body));
  let size = 64;
  for (const next of [256, 1_024, 4_096]) if (json.length > size) size = next;
  while (json.length > size) size += 4_096;
  if (size > 45_056) throw new Error('too long');
  return Buffer.concat([json, Buffer.alloc(size - json.length, ' ')]);
}

export function sealEnvelope(own: Pair, peer: { x: string }, { header, body }: Envelope): string {
  const head = b64(Buffer.from(JSON.stringify(header)));
  const key = messageKey(own, peer, head);
  return `c8e1.${head}.${b64(encrypt(key, Buffer.alloc(12), padded(body), head))}`;
}

export function openEnvelope(own: Pair, peer: { x: string }, content: string): Envelope {
  const match = /^c8e1\.([\w-]+)\.([\w-]+)$/.exec(content);
  const [, head = '', sealed = ''] = match ?? [];
  const plain = decrypt(messageKey(own, peer, head), Buffer.alloc(12), bytes(sealed), head);
  return { header: JSON.parse(bytes(head).toString()), body: JSON.parse(plain.toString()) };
}

export function sealWhole(key: string, plain: Uint8Array): Buffer {
  const chunks = Math.max(1, Math.ceil(plain.length / CHUNK));
  const sealed = Array.from({ length: chunks }, (_, at) => {
    const chunk = plain.subarray(at * CHUNK, (at + 1) * CHUNK);
    return encrypt(bytes(key), chunkNonce(at, at === chunks - 1), chunk);
  });
  return Buffer.concat([Buffer.from('c8f1'), Buffer.alloc(12), ...sealed]);
}

export function openWhole(key: string, file: Buffer): Buffer {
  if (!file.subarray(0, 16).equals(Buffer.from(`c8f1${'\0'.repeat(12)}`)))
    throw new Error('no c8f1');
  const sealed = file.subarray(16);
  const chunks = Math.ceil(sealed.length / (CHUNK + TAG));
  const plain = Array.from({ length: chunks }, (_, at) => {
    const chunk = sealed.subarray(at * (CHUNK + TAG), (at + 1) * (CHUNK + TAG));
    return decrypt(bytes(key), chunkNonce(at, at === chunks - 1), chunk);
  });
  return Buffer.concat(plain);
}

function chunkNonce(counter: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(counter, 5, 6);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

function encrypt(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, aad = ''): Buffer {
  const cipher = node.createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(aad));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad = ''): Buffer {
  const decipher = node.createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(Buffer.from(aad));
  decipher.setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
}
