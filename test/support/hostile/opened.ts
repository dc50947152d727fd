// What a lying server can open of all that it was told: it has the private half of the key that it
// invented, every public key that it ever stored, and what signs alice in.
import { createPrivateKey } from 'node:crypto';
import * as jose from 'jose';
import type { SealedHeader } from '../../../src/protocol/envelope';
import type { Pair } from '../envelope';
import { keyIdOf, openEnvelope } from '../envelope';
import type { Circle } from './life';
import type { Bag } from './ways';

const ENVELOPE = /c8e1\.([\w-]+)\.[\w-]+/g;

interface SealedText {
  content: string;
  header: SealedHeader;
}

/** The envelopes in what a client said, as the server finds them. */
const envelopesOf = (text: string): SealedText[] =>
  [...text.matchAll(ENVELOPE)].map(([content, head = '']) => ({
    content,
    header: JSON.parse(Buffer.from(head, 'base64url').toString()),
  }));

/** What the server was told, and by whom. */
interface Hearing {
  cast: Pick<Circle, 'key' | 'friends'> & { liar: Pick<Circle['liar'], 'said'> };
}
type Hand = Pick<Bag, 'invented'>;

/** Every JSON object in a text: the body of a request, or a frame; not each line of a file is tried. */
const objectsIn = (text: string): Record<string, unknown>[] =>
  text.split('\n').flatMap((line) => {
    if (!/^\s*[{[]/.test(line)) return [];
    try {
      const value: unknown = JSON.parse(line);
      return value !== null && typeof value === 'object' ? [value as Record<string, unknown>] : [];
    } catch {
      return [];
    }
  });

const publicKeyIn = ({ public_key }: Record<string, unknown>): { x: string }[] => {
  // The key of a push service is none that anything is sealed for.
  if (typeof public_key !== 'string' || !public_key.startsWith('{')) return [];
  return [JSON.parse(public_key) as { x: string }];
};

/** Of all who were ever sealed for, or sealed. */
const pointsOf = ({ cast }: Hearing, { invented }: Hand, said: Record<string, unknown>[]) => {
  const all = [invented, cast.key, ...cast.friends.map(({ pair }) => pair)];
  return [...all, ...said.flatMap(publicKeyIn)];
};

const opens = (own: Pair, points: { x: string }[], content: string): boolean =>
  points.some((point) => {
    try {
      openEnvelope(own, point, content);
      return true;
    } catch {
      return false;
    }
  });

/** PKCS #8 (RFC 8410, section 7) of an X25519 key, before its 32 bytes. */
const HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** With these bytes as its private half, as an unlock slot's is derived. */
const pairOf = (bytes: Buffer): Pair[] => {
  if (bytes.length !== 32) return [];
  const der = Buffer.concat([HEAD, bytes]);
  const { x, d } = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({
    format: 'jwk',
  });
  return x && d ? [{ x, d }] : [];
};

const opensVault = async (vault: string, keys: Pair[]): Promise<boolean> => {
  for (const { x, d } of keys) {
    const jwk = { kty: 'OKP', crv: 'X25519', x, d };
    const opened = await jose
      .importJWK(jwk, 'ECDH-ES+A256KW')
      .then((key) => jose.generalDecrypt(JSON.parse(vault), key))
      .catch(() => undefined);
    if (opened) return true;
  }
  return false;
};

export interface Opened {
  what: string;
  /** To whom it was written; 0 for a vault. */
  to: number;
}

/** Messages that are open to the server, whatever their header says, and vaults. */
export const openedBy = async (life: Hearing, bag: Hand): Promise<Opened[]> => {
  const { said } = life.cast.liar;
  const objects = said.flatMap(({ text }) => objectsIn(text));
  const points = pointsOf(life, bag, objects);
  const key_id = keyIdOf(bag.invented);
  const messages = said.flatMap(({ what, text }) =>
    envelopesOf(text)
      .filter(({ content, header }) => {
        const isNamed = header.to_key === key_id || header.from_key === key_id;
        return isNamed || opens(bag.invented, points, content);
      })
      .map(({ header }) => ({ what, to: header.to })),
  );
  const auths = objects.flatMap(({ password }) => (typeof password === 'string' ? [password] : []));
  const vaults = new Set(
    objects.flatMap(({ private_key_encrypted: vault }) =>
      typeof vault === 'string' ? [vault] : [],
    ),
  );
  const keys = [bag.invented, ...auths.flatMap((auth) => pairOf(Buffer.from(auth, 'base64url')))];
  for (const vault of vaults) {
    if (await opensVault(vault, keys)) messages.push({ what: 'the vault', to: 0 });
  }
  return messages;
};
