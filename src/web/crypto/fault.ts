// The one error of everything that seals and opens.
type FaultReason =
  | 'no_webcrypto'
  | 'kdf_refused'
  | 'malformed'
  | 'weak_key'
  | 'unknown_algorithm'
  | 'locked'
  | 'missing_key'
  | 'wrong_header'
  | 'tampered'
  | 'too_long';

/** Why sealing or opening failed; `key_id` names the missing key. Never holds a secret. */
export class CryptoFault extends Error {
  constructor(
    readonly reason: FaultReason,
    readonly key_id: string | null = null,
  ) {
    super(reason);
    this.name = 'CryptoFault';
  }
}
