// The other end of a push message: what a browser does with the body of RFC 8291, written apart
// from the sender, over node's own primitives.
import { createDecipheriv, createECDH, createHmac } from 'node:crypto';

const hmac = (key: Uint8Array, ...parts: (Uint8Array | string)[]) => {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

export const browserKeys = (private_key?: string) => {
  const pair = createECDH('prime256v1');
  if (private_key === undefined) pair.generateKeys();
  else pair.setPrivateKey(private_key, 'base64url');
  return pair;
};

/** Opens one record (RFC 8188, 2); gives the text, and how long it was with its padding. */
export const openRecord = (body: Uint8Array, secretOf: (key_id: Uint8Array) => Uint8Array) => {
  const bytes = Buffer.from(body);
  const salt = bytes.subarray(0, 16);
  const key_id = bytes.subarray(21, 21 + bytes.readUInt8(20));
  const sealed = bytes.subarray(21 + key_id.length);
  if (sealed.length > bytes.readUInt32BE(16)) throw new Error('more than one record');
  const prk = hmac(salt, secretOf(key_id));
  const key = hmac(prk, 'Content-Encoding: aes128gcm\0', '\x01').subarray(0, 16);
  const nonce = hmac(prk, 'Content-Encoding: nonce\0', '\x01').subarray(0, 12);
  const opening = createDecipheriv('aes-128-gcm', key, nonce);
  opening.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([opening.update(sealed.subarray(0, -16)), opening.final()]);
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded[end] !== 2) throw new Error('the last record ends with 2');
  return { text: padded.subarray(0, end).toString(), padded_bytes: padded.length };
};

/** RFC 8291, 3.3 and 3.4. */
export const openPush = (
  body: Uint8Array,
  keys: ReturnType<typeof browserKeys>,
  auth: Uint8Array,
) =>
  openRecord(body, (theirs) => {
    const prk = hmac(auth, keys.computeSecret(theirs));
    return hmac(prk, 'WebPush: info\0', keys.getPublicKey(), theirs, '\x01');
  });

/** RFC 8292, 3: the claims of a header `vapid t=…, k=…`, if its signature is right. */
export const openVapid = async (header: string) => {
  const [, token = '', k = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const how = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
  const key = await crypto.subtle.importKey('raw', bytes(k), how, false, ['verify']);
  const text = new TextEncoder().encode(`${head}.${claims}`);
  if (!(await crypto.subtle.verify(how, key, bytes(signature), text))) throw new Error('forged');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  return { head: read(head), claims: read(claims), k };
};
