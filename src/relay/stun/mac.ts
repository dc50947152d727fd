// HMAC (RFC 2104), by which a packet shows that its sender knows the key.

/**
 * The key must not be empty. `Bun.CryptoHasher` takes a third of the time of node:crypto here. With a
 * key it throws what an earlier call on this thread left in OpenSSL's queue of errors, such as the
 * point of a key that is on no curve; asked again, the queue is empty.
 */
export const macOf = (
  algorithm: 'sha1' | 'sha256',
  key: string | Uint8Array,
  bytes: string | Uint8Array,
): Buffer => {
  try {
    return new Bun.CryptoHasher(algorithm, key).update(bytes).digest();
  } catch {
    return new Bun.CryptoHasher(algorithm, key).update(bytes).digest();
  }
};
