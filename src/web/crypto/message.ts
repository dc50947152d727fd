// Sealing and opening a message between two key pairs.
import type { SealedHeader } from '../../protocol/envelope';
import { isPadded, padded_bytes_max, paddedSize, tag_bytes } from '../../protocol/envelope';
import type { Body } from './body';
import { readBody } from './body';
import type { Bytes } from './bytes';
import { concat, fromBase64url, fromUtf8, parseObject, sha256, toBase64url, utf8 } from './bytes';
import { CryptoFault } from './fault';
import type { Envelope, Expected } from './header';
import { checkHeader, encodeHeader, joinEnvelope, readEnvelope } from './header';
import type { PrivateJwk, PublicJwk } from './keys';
import { agree, thumbprint } from './keys';
import { newMid } from './mid';
import type { Curve } from './x25519';

/** An own key and one of the peer; derives the key of each message from its H. */
export interface Channel {
  own_key: string;
  peer_key: string;
  keyFor: (head: string) => Promise<CryptoKey>;
}

/**
 * Pass `mid` only to seal the same message again after the server refused a stale key: two texts
 * with the same header would share a key and a nonce.
 */
export interface Address {
  from: number;
  to: number;
  type: string;
  edits?: string;
  mid?: string;
}

/** Finds the channel of an own and a peer's key id. @throws missing_key */
export type FindChannel = (own_key: string, peer_key: string) => Promise<Channel>;

const AES = { name: 'AES-GCM', length: 256 };
// No key is used twice, so its nonce may be constant.
const IV = new Uint8Array(12);

/** X25519 (RFC 7748) and HKDF-SHA256 (RFC 5869). @throws weak_key */
export async function openChannel(
  curve: Curve,
  own: PrivateJwk,
  peer: PublicJwk,
): Promise<Channel> {
  const own_key = await thumbprint(own);
  const peer_key = await thumbprint(peer);
  const ids = [own_key, peer_key].sort().join('');
  const salt = await sha256(utf8(`chat8/e2e/v1${ids}`));
  const shared = await agree(curve, own, peer);
  const root = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const keyFor = (head: string): Promise<CryptoKey> => {
    const info = utf8(`message\0${head}`);
    const hkdf = { name: 'HKDF', hash: 'SHA-256', salt, info };
    return crypto.subtle.deriveKey(hkdf, root, AES, false, ['encrypt', 'decrypt']);
  };
  return { own_key, peer_key, keyFor };
}

/** The content to send, and its `mid`, which is the `client_id`. @throws too_long */
export async function sealMessage(
  channel: Channel,
  address: Address,
  body: Body,
): Promise<{ content: string; mid: string }> {
  const { from, to, type, edits, mid = newMid() } = address;
  const keys = { from_key: channel.own_key, to_key: channel.peer_key };
  const header: SealedHeader = { v: 1, mid, from, to, ...keys, type, ...(edits ? { edits } : {}) };
  const head = encodeHeader(header);
  const key = await channel.keyFor(head);
  const ciphertext = await crypto.subtle.encrypt(cipher(head), key, pad(body));
  return { content: joinEnvelope(head, toBase64url(new Uint8Array(ciphertext))), mid };
}

/**
 * Opens a message for `me`.
 * @throws wrong_header if the envelope belongs to another message, or is a note under two keys;
 *   missing_key with the id of the key that it needs, tampered, malformed
 */
export async function openMessage(
  find: FindChannel,
  me: number,
  content: string,
  expected: Expected,
): Promise<{ header: SealedHeader; body: Body }> {
  const envelope = readEnvelope(content);
  const { header } = envelope;
  checkHeader(header, expected);
  const { from, to, from_key, to_key } = header;
  if (me !== from && me !== to) throw new CryptoFault('wrong_header');
  if (from === to && from_key !== to_key) throw new CryptoFault('wrong_header');
  const keys = [from_key, to_key] as const;
  const [own_key, peer_key] = me === from ? keys : ([keys[1], keys[0]] as const);
  const plain = await decrypt(await find(own_key, peer_key), envelope);
  return { header, body: readBody(parseObject(fromUtf8(plain))) };
}

async function decrypt(channel: Channel, { head, ciphertext }: Envelope): Promise<Bytes> {
  const sealed = fromBase64url(ciphertext);
  if (!isPadded(sealed.length - tag_bytes)) throw new CryptoFault('malformed');
  const key = await channel.keyFor(head);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(cipher(head), key, sealed));
  } catch {
    throw new CryptoFault('tampered');
  }
}

const cipher = (head: string) => ({ name: 'AES-GCM', iv: IV, additionalData: utf8(head) });

function pad(body: Body): Bytes {
  const json = utf8(JSON.stringify(body));
  const size = paddedSize(json.length);
  if (size > padded_bytes_max) throw new CryptoFault('too_long');
  return concat(json, new Uint8Array(size - json.length).fill(0x20));
}
