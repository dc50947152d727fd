// Sealed files ("c8f1") as streams, so that memory does not grow with the file.
import { createSHA256 } from 'hash-wasm';
import { SEALED_FILE_PREFIX, sealed_file_zero_bytes, tag_bytes } from '../../protocol/envelope';
import type { Bytes } from './bytes';
import { concat, fromBase64url, randomBytes, toBase64url, utf8 } from './bytes';
import { CryptoFault } from './fault';

/** Of the plaintext: `size` in bytes, `sha256` as base64url. */
export interface FileDigest {
  size: number;
  sha256: string;
}

const HEADER = concat(utf8(SEALED_FILE_PREFIX), new Uint8Array(sealed_file_zero_bytes));
const chunk_bytes = 65_536;
const key_bytes = 32;

/** A fresh key for one file, base64url of 32 bytes. */
export const newFileKey = (): string => toBase64url(randomBytes(key_bytes));

/** `digest` is called once, when the last chunk is sealed. */
export async function sealFile(
  key: string,
  digest: (digest: FileDigest) => void,
): Promise<TransformStream<Uint8Array, Bytes>> {
  const aes = await importKey(key, 'encrypt');
  const count = await createDigest();
  const chunker = createChunker(chunk_bytes);
  return new TransformStream<Uint8Array, Bytes>({
    start: (out) => out.enqueue(HEADER),
    transform: (part, out) => {
      count.update(part);
      return chunker.push(part, async (chunk, at) => {
        const sealed = await crypto.subtle.encrypt(cipher(at, false), aes, chunk);
        out.enqueue(new Uint8Array(sealed));
      });
    },
    flush: (out) =>
      chunker.end(async (chunk, at) => {
        const sealed = await crypto.subtle.encrypt(cipher(at, true), aes, chunk);
        out.enqueue(new Uint8Array(sealed));
        digest(count.finish());
      }),
  });
}

/**
 * The plaintext, chunk by chunk. Each chunk is authentic, but only the end of the stream proves that
 * the file is complete and the one of the message. Fails with `malformed` or `tampered`.
 */
export async function openFile(
  key: string,
  expected: FileDigest,
): Promise<TransformStream<Uint8Array, Bytes>> {
  const aes = await importKey(key, 'decrypt');
  const count = await createDigest();
  const chunker = createChunker(chunk_bytes + tag_bytes);
  let header = new Uint8Array();
  const decrypt = async (chunk: Bytes, at: number, isLast: boolean): Promise<Bytes> => {
    const plain = await crypto.subtle.decrypt(cipher(at, isLast), aes, chunk).catch(tampered);
    count.update(new Uint8Array(plain));
    return new Uint8Array(plain);
  };
  return new TransformStream<Uint8Array, Bytes>({
    transform: (part, out) => {
      const missing = HEADER.length - header.length;
      if (missing > 0) {
        header = concat(header, part.subarray(0, missing));
        if (header.some((byte, at) => byte !== HEADER[at])) throw new CryptoFault('malformed');
      }
      return chunker.push(part.subarray(missing), async (chunk, at) =>
        out.enqueue(await decrypt(chunk, at, false)),
      );
    },
    flush: (out) =>
      chunker.end(async (chunk, at) => {
        const plain = await decrypt(chunk, at, true);
        const { size, sha256 } = count.finish();
        if (size !== expected.size || sha256 !== expected.sha256) tampered();
        if (plain.length > 0) out.enqueue(plain);
      }),
  });
}

type Emit = (chunk: Bytes, counter: number) => Promise<void>;

// Keeps a full chunk until more follows, because the last chunk has a different nonce.
function createChunker(bytes: number) {
  const buffer = new Uint8Array(bytes);
  let filled = 0;
  let counter = 0;
  return {
    push: async (part: Uint8Array, emit: Emit): Promise<void> => {
      for (let at = 0; at < part.length; ) {
        if (filled === bytes) {
          await emit(buffer, counter);
          counter += 1;
          filled = 0;
        }
        const taken = part.subarray(at, at + bytes - filled);
        buffer.set(taken, filled);
        filled += taken.length;
        at += taken.length;
      }
    },
    end: (emit: Emit): Promise<void> => emit(buffer.slice(0, filled), counter),
  };
}

async function createDigest() {
  const sha256 = (await createSHA256()).init();
  let size = 0;
  return {
    update: (bytes: Uint8Array): void => {
      sha256.update(bytes);
      size += bytes.length;
    },
    finish: (): FileDigest => ({ size, sha256: toBase64url(sha256.digest('binary')) }),
  };
}

function importKey(key: string, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  const raw = fromBase64url(key);
  if (raw.length !== key_bytes) throw new CryptoFault('malformed');
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, [usage]);
}

/** The nonce: a big-endian counter of 11 bytes, then 1 for the last chunk, else 0. */
function cipher(counter: number, isLast: boolean) {
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setBigUint64(3, BigInt(counter));
  iv[11] = isLast ? 1 : 0;
  return { name: 'AES-GCM', iv };
}

function tampered(): never {
  throw new CryptoFault('tampered');
}
