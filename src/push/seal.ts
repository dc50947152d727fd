// A push message, sealed for the browser that subscribed: RFC 8291 (who has the keys) over RFC 8188
// (how the bytes lie), in one record.

/** What the browser gave: a point of P-256, uncompressed, and 16 bytes. */
export interface Receiver {
  p256dh: Uint8Array<ArrayBuffer>;
  auth: Uint8Array<ArrayBuffer>;
}

const { subtle } = crypto;
const ECDH = { name: 'ECDH', namedCurve: 'P-256' };
const record_bytes = 4_096;
/** Behind the text of the last record (RFC 8188, 2). */
const DELIMITER = 2;

const utf8 = (text: string) => new TextEncoder().encode(text);

/** RFC 5869 with SHA-256. */
const derive = async (
  secret: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  info: Uint8Array<ArrayBuffer>,
  bytes: number,
) => {
  const key = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const bits = await subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt, info },
    key,
    bytes * 8,
  );
  return new Uint8Array(bits);
};

/** `size` is that of the plaintext with its delimiter and padding. */
export const encode = async (
  plaintext: Uint8Array,
  size: number,
  secret: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  key_id: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> => {
  const [key, iv] = await Promise.all([
    derive(secret, salt, utf8('Content-Encoding: aes128gcm\0'), 16),
    derive(secret, salt, utf8('Content-Encoding: nonce\0'), 12),
  ]);
  const padded = new Uint8Array(size);
  padded.set(plaintext);
  padded[plaintext.length] = DELIMITER;
  const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  const sealed = new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv }, aes, padded));
  const header = Buffer.alloc(21);
  header.set(salt);
  header.writeUInt32BE(record_bytes, 16);
  header.writeUInt8(key_id.length, 20);
  return new Uint8Array(Buffer.concat([header, key_id, sealed]));
};

/** Is used for one message, and known to nobody else. */
const newKeys = () => subtle.generateKey(ECDH, true, ['deriveBits']) as Promise<CryptoKeyPair>;

/** @throws DOMException if `p256dh` is no point of the curve */
export const seal = async (
  plaintext: Uint8Array,
  size: number,
  { p256dh, auth }: Receiver,
  salt = crypto.getRandomValues(new Uint8Array(16)),
  keys?: CryptoKeyPair,
): Promise<Uint8Array<ArrayBuffer>> => {
  const [own, theirs] = await Promise.all([
    keys ?? newKeys(),
    subtle.importKey('raw', p256dh, ECDH, false, []),
  ]);
  const [shared, exported] = await Promise.all([
    subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256),
    subtle.exportKey('raw', own.publicKey),
  ]);
  const public_key = new Uint8Array(exported);
  const info = new Uint8Array(Buffer.concat([utf8('WebPush: info\0'), p256dh, public_key]));
  const secret = await derive(new Uint8Array(shared), auth, info, 32);
  return encode(plaintext, size, secret, salt, public_key);
};
