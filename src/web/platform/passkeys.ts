// Passkeys of this device (Web Authentication Level 3): one is made for the app lock alone, and its PRF
// gives the same secret each time that its owner is checked.

import type { Bytes } from '../crypto/bytes';
import { fromBase64url, randomBytes, toBase64url } from '../crypto/bytes';

/** Members that the types of the page lack. */
interface Extensions {
  prf?: { enabled?: boolean; results?: { first?: BufferSource } };
}

const bytesOf = (source: BufferSource): Bytes =>
  new Uint8Array(
    source instanceof ArrayBuffer
      ? source
      : (source.buffer.slice(
          source.byteOffset,
          source.byteOffset + source.byteLength,
        ) as ArrayBuffer),
  );

const prfOf = (credential: Credential | null): { enabled: boolean; prf: Bytes | undefined } => {
  const { prf } = ((credential as PublicKeyCredential | null)?.getClientExtensionResults() ??
    {}) as Extensions;
  const first = prf?.results?.first;
  return { enabled: prf?.enabled === true || first !== undefined, prf: first && bytesOf(first) };
};

export const askPasskey = async (credential: string, salt: Bytes): Promise<Bytes> => {
  const publicKey = {
    challenge: randomBytes(32),
    allowCredentials: [{ type: 'public-key' as const, id: fromBase64url(credential) }],
    userVerification: 'required' as const,
    extensions: { prf: { eval: { first: salt } } },
  };
  const { prf } = prfOf(await navigator.credentials.get({ publicKey }));
  if (prf === undefined) throw new DOMException('no secret', 'NotAllowedError');
  return prf;
};

/** ES256 and RS256 (IANA COSE); nobody checks a signature here: what counts is the secret. */
const ALGORITHMS = [-7, -257];

export const makePasskey = async (
  name: string,
  salt: Bytes,
): Promise<{ credential: string; prf: Bytes } | null> => {
  const publicKey = {
    challenge: randomBytes(32),
    rp: { name: 'Chat8' },
    user: { id: randomBytes(16), name, displayName: name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key' as const, alg })),
    authenticatorSelection: {
      authenticatorAttachment: 'platform' as const,
      userVerification: 'required' as const,
    },
    extensions: { prf: { eval: { first: salt } } },
  };
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null;
  const { enabled, prf } = prfOf(made);
  if (made === null || !enabled) return null;
  const credential = toBase64url(new Uint8Array(made.rawId));
  // Some give the secret only when they are asked.
  return { credential, prf: prf ?? (await askPasskey(credential, salt)) };
};
