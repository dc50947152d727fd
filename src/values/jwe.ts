// Vaults that claim to be a JWE in JSON (RFC 7516 section 7.2): looked at, never opened.
import { Refusal } from '../protocol/errors';
import { base64urlBytes } from './base64url';
import type { Json } from './json-object';
import { isObject, jsonObject } from './json-object';

// RFC 7518 sections 5.2 and 5.3: bytes of the initialisation vector and of the tag.
const CONTENT_ENCRYPTIONS = new Map([
  ['A128GCM', { iv: 12, tag: 16 }],
  ['A192GCM', { iv: 12, tag: 16 }],
  ['A256GCM', { iv: 12, tag: 16 }],
  ['A128CBC-HS256', { iv: 16, tag: 16 }],
  ['A192CBC-HS384', { iv: 16, tag: 24 }],
  ['A256CBC-HS512', { iv: 16, tag: 32 }],
]);
// RFC 7518 sections 4.5 and 4.6: these agree on the content key instead of carrying it.
const WITHOUT_ENCRYPTED_KEY = ['dir', 'ECDH-ES'];
const PER_RECIPIENT = ['header', 'encrypted_key'];

/**
 * Whether it is a JWE. Any text that is no JSON object is opaque, and passes.
 * @throws undecryptable for a JSON object that is no JWE in general or flattened JSON serialisation
 */
export function examineVault(text: string): boolean {
  const jwe = jsonObject(text);
  if (jwe !== null && !isWellFormed(jwe)) {
    throw new Refusal('undecryptable', { field: 'private_key_encrypted' });
  }
  return jwe !== null;
}

function isWellFormed(jwe: Json): boolean {
  const integrity = protectedHeader(jwe.protected);
  const recipients = recipientsOf(jwe);
  const shared = jwe.unprotected === undefined ? {} : jwe.unprotected;
  if (integrity === null || recipients === null || !isObject(shared)) return false;
  if (typeof integrity.enc !== 'string' || !isBody(jwe, integrity.enc)) return false;
  return recipients.every((recipient) =>
    isRecipient(recipient, [integrity, shared], recipients.length),
  );
}

function protectedHeader(value: unknown): Json | null {
  const bytes = base64urlBytes(value);
  if (bytes === null) return null;
  try {
    return jsonObject(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

function isBody(jwe: Json, enc: string): boolean {
  const iv = base64urlBytes(jwe.iv);
  const tag = base64urlBytes(jwe.tag);
  if (iv === null || tag === null || !base64urlBytes(jwe.ciphertext)?.length) return false;
  if (jwe.aad !== undefined && base64urlBytes(jwe.aad) === null) return false;
  const sizes = CONTENT_ENCRYPTIONS.get(enc);
  return sizes === undefined || (iv.length === sizes.iv && tag.length === sizes.tag);
}

// Section 7.2.2: the flattened form has the one recipient's members at the top, and no list.
function recipientsOf(jwe: Json): Json[] | null {
  if (jwe.recipients === undefined) return [jwe];
  const { recipients } = jwe;
  if (PER_RECIPIENT.some((member) => member in jwe)) return null;
  if (!Array.isArray(recipients) || recipients.length === 0) return null;
  return recipients.every(isObject) ? recipients : null;
}

function isRecipient(recipient: Json, outer: Json[], count: number): boolean {
  const own = recipient.header === undefined ? {} : recipient.header;
  if (!isObject(own)) return false;
  const headers = [...outer, own];
  const names = headers.flatMap(Object.keys);
  // Section 4: the names of the three headers must be disjoint.
  if (new Set(names).size !== names.length) return false;
  const { alg } = Object.assign({}, ...headers) as Json;
  if (typeof alg !== 'string') return false;
  const key = recipient.encrypted_key;
  if (WITHOUT_ENCRYPTED_KEY.includes(alg)) return key === undefined && count === 1;
  return Boolean(base64urlBytes(key)?.length);
}
