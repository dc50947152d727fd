// A backup as one file: a tar (POSIX.1-2001) with the uploads, the database, and last a manifest
// of their SHA-256: a file that was cut short has none, and one that was changed does not fit it.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import type { Counts } from '../../db/file/snapshot';
import { writeAll } from '../../platform/file-writes';
import { archive_chunk_bytes, archive_sync_every_bytes } from '../../protocol/limits';
import { seal } from './seal';

export interface Entry {
  name: string;
  size: number;
  sha256: string;
}

export interface Manifest {
  format: 'chat8-backup-1';
  version: string;
  created_at: string;
  counts: Counts;
  entries: Entry[];
}

export const MANIFEST = 'manifest.json';

export interface Source {
  name: string;
  /** Kept open, so that a file that is deleted in the meantime is still read to its end. */
  handle: FileHandle;
  size: number;
}

/** In pieces, each in its own memory, because the tar keeps them. `size` if it may grow. */
export const piecesOf = async function* (
  handle: FileHandle,
  size = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<Uint8Array> {
  for (let left = size; left > 0; ) {
    const piece = Buffer.allocUnsafe(Math.min(archive_chunk_bytes, left));
    const { bytesRead } = await handle.read(piece, 0, piece.byteLength, null);
    if (bytesRead === 0) return;
    left -= bytesRead;
    yield piece.subarray(0, bytesRead);
  }
};

const add = async (archive: Pack, { name, handle, size }: Source): Promise<Entry> => {
  const hash = createHash('sha256');
  const hashed = async function* (pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      hash.update(piece);
      yield piece;
    }
  };
  await pipeline(piecesOf(handle, size), hashed, archive.entry({ name, size, mode: 0o600 }));
  return { name, size, sha256: hash.digest('hex') };
};

/**
 * Synced while it is written: if gigabytes waited in the page cache, the server's next fsync would
 * wait for all of them. After each sync, the disk is left to others for as long as the sync took.
 */
const writeSynced = async (bytes: AsyncIterable<Uint8Array>, out: FileHandle, wrote: Wrote) => {
  let waiting = 0;
  for await (const piece of bytes) {
    await writeAll(out, piece);
    wrote(piece.byteLength);
    waiting += piece.byteLength;
    if (waiting < archive_sync_every_bytes) continue;
    const began_ms = performance.now();
    await out.datasync();
    await Bun.sleep(performance.now() - began_ms);
    waiting = 0;
  }
  await out.sync();
};

type Wrote = (bytes: number) => void;

interface Writing {
  target: string;
  /** Requested one by one; the manifest follows the last. */
  sources: AsyncIterable<Source>;
  /** What the manifest says besides the entries, known after the last one. */
  about: () => Omit<Manifest, 'entries' | 'format'>;
  passphrase: string | undefined;
  wrote: Wrote;
}

/** Writes and syncs `target`, 0600. @throws if a source can't be read or the disk is full */
export const writeArchive = async (writing: Writing): Promise<Manifest> => {
  const { target, sources, about, passphrase, wrote } = writing;
  const { pack } = await import('tar-stream');
  const archive = pack();
  const fill = async (): Promise<Manifest> => {
    const entries: Entry[] = [];
    for await (const source of sources) {
      entries.push(await add(archive, source).finally(() => source.handle.close()));
    }
    const manifest: Manifest = { format: 'chat8-backup-1', ...about(), entries };
    archive.entry({ name: MANIFEST, mode: 0o600 }, JSON.stringify(manifest));
    archive.finalize();
    return manifest;
  };
  const out = await open(target, 'wx', 0o600);
  const bytes = archive as AsyncIterable<Uint8Array>;
  try {
    const sealed = passphrase === undefined ? bytes : seal(bytes, passphrase);
    // Whichever fails first ends the other, which would otherwise wait forever.
    const fail = (error: Error) => {
      archive.destroy(error);
      throw error;
    };
    const [manifest] = await Promise.all([
      fill().catch(fail),
      writeSynced(sealed, out, wrote).catch(fail),
    ]);
    return manifest;
  } finally {
    await out.close();
  }
};
