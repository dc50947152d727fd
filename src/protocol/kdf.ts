// The parameters by which a password becomes the key to sign in and the key to open the vault.

/** Argon2id version 1.3 (RFC 9106): `m` in KiB, `t` passes, `p` lanes. */
export const ARGON2ID = { alg: 'argon2id', m: 65_536, t: 3, p: 1 } as const;

/** Of the master key, and of the two keys that HKDF-SHA256 (RFC 5869) makes of it. */
export const kdf_key_bytes = 32;
export const kdf_salt_bytes = 16;

/** `info` of HKDF: `auth` is what the server compares, `wrap` never leaves the client. */
export const KDF_INFO = { auth: 'chat8/auth/v1', wrap: 'chat8/wrap/v1' } as const;
