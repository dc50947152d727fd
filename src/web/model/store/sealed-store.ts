// What a person wrote, sealed by a key of the vault before this browser keeps it: after the end of a
// session only the same person's next sign-in opens it. What an earlier build kept in the clear is
// read as it is, and sealed with its next change.
import type { Engine } from '../../crypto/engine';
import type { FileDigest } from '../../crypto/file';
import type { OwnText } from '../../crypto/own-text';
import { createSerialQueue } from '../../serial-queue';
import type { PersonStore, Unsent } from './person-store';

type Sealing = Pick<Engine, 'sealOwn' | 'openOwn' | 'sealFile' | 'openFile'>;

interface SealedFile {
  key: string;
  digest: FileDigest;
  type: string;
}

interface Sealed {
  own: OwnText;
  /** Of a record with a file: its bytes, sealed under a key that stands in `own`. */
  blob?: Blob;
}

interface Inside {
  value: unknown;
  file?: SealedFile;
}

const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' && value !== null && 'own' in value;

/** The file of a record, and the record without its bytes. */
const apart = (value: unknown): { rest: unknown; blob: Blob | undefined } => {
  const { file } = (value ?? {}) as { file?: { blob?: unknown } };
  if (!(file?.blob instanceof Blob)) return { rest: value, blob: undefined };
  const { blob, ...about } = file;
  return { rest: { ...(value as object), file: about }, blob };
};

const joined = (value: unknown, blob: Blob): unknown => {
  const record = value as { file: object };
  return { ...record, file: { ...record.file, blob } };
};

const createValues = (engine: Sealing) => {
  const sealedOf = new WeakMap<Blob, { blob: Blob; file: SealedFile }>();
  /** Whoever sends it holds it; else it may go, and is opened again. */
  const openedBy = new Map<string, WeakRef<Blob>>();

  const sealBlob = async (blob: Blob) => {
    const known = sealedOf.get(blob);
    if (known) return known;
    const { blob: sealed, key, digest } = await engine.sealFile(blob);
    const fresh = { blob: sealed, file: { key, digest, type: blob.type } };
    sealedOf.set(blob, fresh);
    openedBy.set(key, new WeakRef(blob));
    return fresh;
  };
  const openBlob = async (sealed: Blob, { key, digest, type }: SealedFile): Promise<Blob> => {
    const known = openedBy.get(key)?.deref();
    const opened = known ?? (await engine.openFile(sealed, key, digest, type));
    openedBy.set(key, new WeakRef(opened));
    sealedOf.set(opened, { blob: sealed, file: { key, digest, type } });
    return opened;
  };

  return {
    async seal(value: unknown): Promise<Sealed> {
      const { rest, blob } = apart(value);
      if (blob === undefined) return { own: await engine.sealOwn(JSON.stringify({ value })) };
      const { blob: sealed, file } = await sealBlob(blob);
      return { own: await engine.sealOwn(JSON.stringify({ value: rest, file })), blob: sealed };
    },
    /** Undefined if it is not this person's, or damaged: it stays where it is. */
    async open(kept: unknown): Promise<unknown> {
      if (!isSealed(kept)) return kept;
      try {
        const { value, file } = JSON.parse(await engine.openOwn(kept.own)) as Inside;
        return file && kept.blob ? joined(value, await openBlob(kept.blob, file)) : value;
      } catch {
        return undefined;
      }
    },
  };
};

/** Of what is being sealed of a draft only what was typed last counts, and nothing once it is no draft. */
const createNewest = () => {
  const newest = new Map<string, object>();
  return (about: string): (() => boolean) => {
    const mine = {};
    newest.set(about, mine);
    return () => newest.get(about) === mine;
  };
};

export const sealedStore = (store: PersonStore, engine: Sealing): PersonStore => {
  const { seal, open } = createValues(engine);
  // A large file takes longer to seal than what was written after it.
  const inOrder = createSerialQueue();
  const typed = createNewest();
  return {
    ...store,
    addUnsent(id, value, draft) {
      if (draft !== undefined) typed(draft);
      return inOrder(async () => store.addUnsent(id, await seal(value), draft));
    },
    putUnsent: async (unsent) => store.putUnsent({ ...unsent, value: await seal(unsent.value) }),
    async allUnsent() {
      const all = await store.allUnsent();
      const opened = all.map(
        async (each): Promise<Unsent> => ({ ...each, value: await open(each.value) }),
      );
      return (await Promise.all(opened)).filter(({ value }) => value !== undefined);
    },
    async putDraft(about, value) {
      const isNewest = typed(about);
      const sealed = await seal(value);
      if (isNewest()) await store.putDraft(about, sealed);
    },
    removeDraft(about) {
      typed(about);
      return store.removeDraft(about);
    },
    async allDrafts() {
      const opened = (await store.allDrafts()).map(
        async ([about, value]): Promise<[string, unknown]> => [about, await open(value)],
      );
      return (await Promise.all(opened)).filter(([, value]) => value !== undefined);
    },
  };
};
