// A backup as one file: a tar (POSIX.1-2001) with the database, the uploads, and last a manifest
// of their SHA-256: a file that was cut short has none, and one that was changed does not fit it.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import type { Counts } from '../db/snapshot';

interface Entry {
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

/** The backup is not one, or not whole; the message says so in one line. */
export class BackupError extends Error {
  override name = 'BackupError';
}

export const DATABASE = 'chat8.db';
const MANIFEST = 'manifest.json';
const manifest_bytes_max = 256 * 1_024 * 1_024;
const NAME = /^(chat8\.db|(files|avatars)\/[a-z2-7]{2}\/[a-z2-7]{32})$/;

export interface Source {
  name: string;
  path: string;
  size: number;
}

/** Writes and syncs `target`, 0600. @throws where a source can't be read or the disk is full */
export const writeArchive = async (
  target: string,
  sources: AsyncIterable<Source>,
  about: Omit<Manifest, 'entries' | 'format'>,
  progress: (name: string) => void,
): Promise<Manifest> => {
  const archive = pack();
  const out = createWriteStream(target, { flags: 'wx', mode: 0o600 });
  const writing = pipeline(archive, out);
  writing.catch(() => {});
  const entries: Entry[] = [];
  const fill = async () => {
    for await (const { name, path, size } of sources) {
      progress(name);
      const hash = createHash('sha256');
      const entry = archive.entry({ name, size, mode: 0o600 });
      const bytes = createReadStream(path);
      bytes.on('data', (chunk) => hash.update(chunk));
      await pipeline(bytes, entry);
      entries.push({ name, size, sha256: hash.digest('hex') });
    }
    const manifest: Manifest = { format: 'chat8-backup-1', ...about, entries };
    archive.entry({ name: MANIFEST, mode: 0o600 }, JSON.stringify(manifest));
    archive.finalize();
    return manifest;
  };
  // A full disk ends the writing while the filling still waits for it.
  const broken = new Promise<never>((_, reject) => writing.catch(reject));
  let manifest: Manifest;
  try {
    manifest = await Promise.race([fill(), broken]);
    await writing;
  } catch (error) {
    archive.destroy();
    throw error;
  }
  const handle = await open(target, 'r+');
  await handle.sync();
  await handle.close();
  return manifest;
};

const readText = async (stream: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > manifest_bytes_max) throw new BackupError('its manifest is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

const unpack = async (
  file: string,
  wants: (name: string) => boolean,
  dir: string,
  progress: (name: string) => void,
): Promise<{ found: Entry[]; manifest: Manifest | undefined }> => {
  const reader = extract();
  reader.on('error', () => {});
  createReadStream(file)
    .on('error', (error) => reader.destroy(error))
    .pipe(reader);
  const found: Entry[] = [];
  let manifest: Manifest | undefined;
  for await (const entry of reader) {
    // The reader tells of it too, and is the one that is listened to.
    entry.on('error', () => {});
    const { name } = entry.header;
    if (name === MANIFEST) {
      manifest = JSON.parse(await readText(entry as AsyncIterable<Uint8Array>)) as Manifest;
      continue;
    }
    if (!NAME.test(name)) throw new BackupError('it holds what no backup holds');
    progress(name);
    const hash = createHash('sha256');
    const path = join(dir, name);
    const isWanted = wants(name);
    if (isWanted) await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    let size = 0;
    const measured = async function* (source: AsyncIterable<Uint8Array>) {
      for await (const chunk of source) {
        hash.update(chunk);
        size += chunk.byteLength;
        yield chunk;
      }
    };
    const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });
    const out = isWanted ? createWriteStream(path, { flags: 'wx', mode: 0o600 }) : nowhere();
    await pipeline(entry as AsyncIterable<Uint8Array>, measured, out);
    found.push({ name, size, sha256: hash.digest('hex') });
  }
  return { found, manifest };
};

/**
 * Reads all of a backup and holds it against its manifest; what `wants` goes to `dir`.
 * @throws BackupError
 */
export const readArchive = async (
  file: string,
  dir: string,
  wants: (name: string) => boolean,
  progress: (name: string) => void = () => {},
): Promise<Manifest> => {
  const { found, manifest } = await unpack(file, wants, dir, progress).catch((error) => {
    if (error instanceof BackupError) throw error;
    if (['ENOENT', 'ENOSPC', 'EACCES'].includes(error?.code)) throw error;
    throw new BackupError('it is damaged or cut short');
  });
  if (manifest?.format !== 'chat8-backup-1' || !Array.isArray(manifest.entries)) {
    throw new BackupError('it is no backup of Chat8, or cut short');
  }
  const said = new Map(manifest.entries.map((entry) => [entry.name, entry]));
  const isSame =
    said.size === found.length &&
    found.every(({ name, size, sha256 }) => {
      const entry = said.get(name);
      return entry?.size === size && entry.sha256 === sha256;
    });
  if (!isSame || !said.has(DATABASE)) throw new BackupError('what it holds is not what it says');
  return manifest;
};
