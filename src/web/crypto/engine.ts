// The engine holds the open vault, and seals and opens everything with it. It runs in the worker and
// knows neither the screen nor the network.
import type { Body } from './body';
import type { Bytes } from './bytes';
import { CryptoFault } from './fault';
import type { FileDigest } from './file';
import { newFileKey, openFile, sealFile } from './file';
import type { Expected } from './header';
import type { DeriveMaster, Kdf } from './kdf';
import { deriveMaster, newKdf, unlock } from './kdf';
import { createKeptText } from './kept-text';
import { createKeyring } from './keyring';
import type { PublicJwk } from './keys';
import { pointOf, readPublicKey, thumbprint } from './keys';
import { isLinkProof, linkProof } from './link-proof';
import type { Address, FindChannel } from './message';
import { openMessage, sealMessage } from './message';
import { createOwnText } from './own-text';
import { safetyNumber } from './safety';
import type { DeviceKey } from './vault/device-slot';
import { createVaultEngine } from './vault/engine';
import type { Curve } from './x25519';
import { findCurve } from './x25519';

export type { Change, WrittenChange } from './vault/engine';
export type { Copy, Identity, Written } from './vault/held-vault';
export type { Opener } from './vault/opening';

/** Seals and opens whole files as streams. */
const createFileEngine = () => ({
  /** Again under the same key: the same bytes, which only the same file may ever get. */
  async sealFile(
    file: Blob,
    key = newFileKey(),
  ): Promise<{ blob: Blob; key: string; digest: FileDigest }> {
    const done = Promise.withResolvers<FileDigest>();
    const stream = file.stream().pipeThrough(await sealFile(key, done.resolve));
    const blob = await new Response(stream).blob();
    return { blob, key, digest: await done.promise };
  },
  async openFile(sealed: Blob, key: string, expected: FileDigest, type: string): Promise<Blob> {
    const opening = await openFile(key, expected);
    const fault = sealed.stream().pipeTo(opening.writable);
    // A Response reports that its stream broke, but not why.
    const [blob] = await Promise.all([
      new Response(opening.readable).blob().catch(() => fault.then(() => new Blob())),
      fault,
    ]);
    return blob.slice(0, blob.size, type);
  },
});

/** Derives two keys from the password: one for the server, one for the vault. */
const createDerivation = (derive: DeriveMaster) => {
  let derived: { wrap: Bytes; kdf: Kdf } | undefined;
  return {
    last: () => derived,
    forget(): void {
      derived = undefined;
    },
    newKdf: async (): Promise<Kdf> => newKdf(),
    /** Returns what the server compares; what opens the vault stays here. */
    async derive(password: string, kdf: Kdf): Promise<string> {
      const { auth, wrap } = await unlock(password, kdf, derive);
      derived = { wrap, kdf };
      return auth;
    },
  };
};

/** Of a device with an app lock, by the kid of its slot. @throws locked */
const lockedStoreKeys =
  (keptText: ReturnType<typeof createKeptText>, find: (kid: string) => Promise<CryptoKey>) =>
  async (kid: string): Promise<void> =>
    keptText.engine.useStoreKey(await find(kid));

export const createEngine = (curve: Promise<Curve> = findCurve(), derive = deriveMaster) => {
  // Without WebCrypto the page says so, and this engine opens nothing.
  curve.catch(() => {});
  const peers = new Map<string, PublicJwk>();
  let find: FindChannel | undefined;
  const { last, forget, ...derivation } = createDerivation(derive);
  const {
    held,
    close: closeVault,
    lockedStoreKey,
    ...vault
  } = createVaultEngine({
    curve,
    derive,
    derived: last,
    forgetDerived: forget,
    async onKeys(keys) {
      find = createKeyring(await curve, keys, async (key_id) => peers.get(key_id) ?? null);
    },
  });
  const keptText = createKeptText();
  const channels = (): FindChannel => {
    if (find === undefined) throw new CryptoFault('locked');
    return find;
  };
  const learn = async (public_key: string): Promise<string> => {
    const key = readPublicKey(public_key);
    const key_id = await thumbprint(key);
    peers.set(key_id, key);
    return key_id;
  };

  return {
    ...derivation,
    ...vault,
    ...createFileEngine(),
    ...createOwnText(() => held().keys),
    ...keptText.engine,
    useLockedStoreKey: lockedStoreKeys(keptText, lockedStoreKey),
    learn,
    /** A note to oneself is sealed for one's own key, whatever key is named. */
    async seal(address: Address, body: Body, peer: string) {
      const own = await thumbprint(held().keys[0]);
      const other = address.from === address.to ? own : await learn(peer);
      const channel = await channels()(own, other);
      return sealMessage(channel, address, body);
    },
    async read(me: number, content: string, expected: Expected): Promise<Body> {
      return (await openMessage(channels(), me, content, expected)).body;
    },
    /** The safety number of one's own key and a peer's; `key_id` is the peer's. */
    async safetyNumber(me: number, peer: number, peer_key: string) {
      const key = readPublicKey(peer_key);
      const digits = await safetyNumber(
        { user_id: me, key: pointOf(held().keys[0]) },
        { user_id: peer, key: pointOf(key) },
      );
      return { digits, key_id: await thumbprint(key) };
    },
    linkProof,
    isLinkProof,
    async close(): Promise<void> {
      forget();
      keptText.forgetStoreKey();
      closeVault();
      find = undefined;
    },
  };
};

export type { KeptText } from './kept-text';
export type Engine = ReturnType<typeof createEngine>;
export type { DeviceKey };
