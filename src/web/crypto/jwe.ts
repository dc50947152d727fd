// JWE in general JSON serialisation (RFC 7516 section 7.2.1), ECDH-ES+A256KW on X25519 (RFC 8037)
// to every recipient, A256GCM inside. Not jose's, which has X25519 only from WebCrypto.
import type { Bytes, Json } from './bytes';
import {
  concat,
  fromBase64url,
  fromUtf8,
  isObject,
  parseObject,
  randomBytes,
  sha256,
  toBase64url,
  utf8,
} from './bytes';
import { CryptoFault } from './fault';
import type { PublicJwk } from './keys';
import { pointOf, privateKeyOf, publicPart, readPublicJwk } from './keys';
import type { Agree, Curve } from './x25519';
import { newSecret } from './x25519';

/** A recipient: a public key, and the members of its header. */
interface Recipient {
  key: PublicJwk;
  header: Json;
}

interface Locked {
  /** The headers of this recipient, joined (RFC 7516 section 4). */
  header: Json;
  encrypted_key: unknown;
}

const ALG = 'ECDH-ES+A256KW';
const ENC = 'A256GCM';
const AES = { name: 'AES-GCM', length: 256 };
const iv_bytes = 12;
const tag_bytes = 16;

/** Makes a new content key at each call, so that no former reader opens the next one. */
export async function encryptJwe(
  curve: Curve,
  plain: Bytes,
  readers: Recipient[],
): Promise<string> {
  const integrity = toBase64url(utf8(JSON.stringify({ enc: ENC })));
  const iv = randomBytes(iv_bytes);
  const key = await crypto.subtle.generateKey(AES, true, ['encrypt']);
  const cipher = { name: 'AES-GCM', iv, additionalData: utf8(integrity) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(cipher, key, plain));
  return JSON.stringify({
    protected: integrity,
    recipients: await Promise.all(readers.map((reader) => wrap(curve, key, reader))),
    iv: toBase64url(iv),
    ciphertext: toBase64url(sealed.subarray(0, -tag_bytes)),
    tag: toBase64url(sealed.subarray(-tag_bytes)),
  });
}

async function wrap(curve: Curve, key: CryptoKey, reader: Recipient): Promise<Json> {
  const secret = newSecret();
  const epk = publicPart(await privateKeyOf(curve, secret));
  const header = { ...reader.header, alg: ALG, epk };
  const kek = await keyEncryptionKey(await curve.agree(secret, pointOf(reader.key)), header);
  const wrapped = await crypto.subtle.wrapKey('raw', key, kek, 'AES-KW');
  return { header, encrypted_key: toBase64url(new Uint8Array(wrapped)) };
}

/** @throws locked if the key opens no recipient, tampered, malformed */
export async function decryptJwe(text: string, agree: Agree): Promise<Bytes> {
  const jwe = parseObject(text);
  const recipients = lockedRecipients(jwe);
  const iv = fromBase64url(jwe.iv);
  const tag = fromBase64url(jwe.tag);
  const body = fromBase64url(jwe.ciphertext);
  if (iv.length !== iv_bytes || tag.length !== tag_bytes) throw new CryptoFault('malformed');
  for (const locked of recipients) {
    const key = await unwrap(locked, agree);
    if (key === null) continue;
    const additionalData = utf8(authenticated(jwe));
    const cipher = { name: 'AES-GCM', iv, additionalData };
    try {
      return new Uint8Array(await crypto.subtle.decrypt(cipher, key, concat(body, tag)));
    } catch {
      throw new CryptoFault('tampered');
    }
  }
  throw new CryptoFault('locked');
}

/** The joined headers of the recipients with this algorithm; others cannot be used. */
export const recipientHeaders = (text: string): Json[] =>
  lockedRecipients(parseObject(text)).map(({ header }) => header);

function lockedRecipients(jwe: Json): Locked[] {
  const integrity = parseObject(fromUtf8(fromBase64url(jwe.protected)));
  // `enc` must be authenticated; `zip` and `crit` would change the meaning of the rest.
  if (integrity.enc !== ENC || 'zip' in integrity || 'crit' in integrity) {
    throw new CryptoFault('unknown_algorithm');
  }
  if (!Array.isArray(jwe.recipients)) throw new CryptoFault('malformed');
  const shared = optional(jwe.unprotected);
  return jwe.recipients
    .map((recipient: unknown) => {
      if (!isObject(recipient)) throw new CryptoFault('malformed');
      const { encrypted_key } = recipient;
      const header: Json = { ...optional(recipient.header), ...shared, ...integrity };
      return { header, encrypted_key };
    })
    .filter(({ header }) => header.alg === ALG);
}

function optional(header: unknown): Json {
  if (header === undefined) return {};
  if (!isObject(header)) throw new CryptoFault('malformed');
  return header;
}

// RFC 7516 section 5.1, step 14.
const authenticated = (jwe: Json): string =>
  typeof jwe.aad === 'string' ? `${jwe.protected}.${jwe.aad}` : String(jwe.protected);

async function unwrap(locked: Locked, agree: Agree): Promise<CryptoKey | null> {
  const { header, encrypted_key } = locked;
  if (!isObject(header.epk)) throw new CryptoFault('malformed');
  const wrapped = fromBase64url(encrypted_key);
  const epk = readPublicJwk(header.epk);
  const kek = await keyEncryptionKey(await agree(pointOf(epk)), header);
  try {
    return await crypto.subtle.unwrapKey('raw', wrapped, kek, 'AES-KW', AES, false, ['decrypt']);
  } catch {
    return null;
  }
}

async function keyEncryptionKey(shared: Bytes, { apu, apv }: Json): Promise<CryptoKey> {
  const parties = [apu, apv].map((party) => fromBase64url(party ?? ''));
  const key = await concatKdf(shared, ALG, parties);
  return crypto.subtle.importKey('raw', key, 'AES-KW', false, ['wrapKey', 'unwrapKey']);
}

/** One round of Concat KDF (RFC 7518 section 4.6.2), 32 bytes; `parties` are apu and apv. */
const concatKdf = (shared: Bytes, alg: string, parties: Bytes[]): Promise<Bytes> =>
  sha256(concat(uint32(1), shared, ...[utf8(alg), ...parties].map(measured), uint32(256)));

const measured = (bytes: Bytes): Bytes => concat(uint32(bytes.length), bytes);

function uint32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
