// The recovery code: 32 random bytes as 13 groups of 4 and a check group, Crockford base32.
import type { Bytes } from '../bytes';
import { sha256 } from '../bytes';
import { CryptoFault } from '../fault';
import { secret_bytes } from '../x25519';
import { symbolsOf } from './typed-code';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const symbol_bits = 5;
const group_chars = 4;
const secret_chars = 13 * group_chars;

/** 14 groups joined by `-`; the last one is the first 20 bits of the secret's SHA-256. */
export async function recoveryCode(secret: Bytes): Promise<string> {
  const text = encode(secret) + (await checkGroup(secret));
  return (text.match(/.{4}/g) ?? []).join('-');
}

/**
 * The 32 bytes of a code, as it was typed.
 * @throws malformed if another character is in it, or the check group is wrong
 */
export async function readRecoveryCode(code: string): Promise<Bytes> {
  const text = symbolsOf(code);
  if (text.length !== secret_chars + group_chars) throw new CryptoFault('malformed');
  const secret = decode(text.slice(0, secret_chars));
  if (text !== encode(secret) + (await checkGroup(secret))) throw new CryptoFault('malformed');
  return secret;
}

const checkGroup = async (secret: Bytes): Promise<string> =>
  encode(await sha256(secret)).slice(0, group_chars);

// After 256 bits, the last four bits of the last symbol are zero.
function encode(bytes: Bytes): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const symbols = bits.padEnd(secret_chars * symbol_bits, '0').match(/.{5}/g) ?? [];
  return symbols.map((symbol) => ALPHABET.charAt(Number.parseInt(symbol, 2))).join('');
}

function decode(text: string): Bytes {
  const values = Array.from(text, (symbol) => ALPHABET.indexOf(symbol));
  if (values.includes(-1)) throw new CryptoFault('malformed');
  const bits = values.map((value) => value.toString(2).padStart(symbol_bits, '0')).join('');
  return Uint8Array.from({ length: secret_bytes }, (_, at) =>
    Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2),
  );
}
