// Reads a whole backup, encrypted or not, and compares it with its manifest.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { AUDIT, DATABASE } from '../../platform/data-names';
import { codeOf } from '../../platform/error-code';
import { writeAll } from '../../platform/file-writes';
import { MIB } from '../../protocol/limits';
import type { Entry, Manifest } from './archive';
import { MANIFEST, piecesOf } from './archive';
import { BackupError } from './fault';
import { mustNotBePacked, refuseEntry } from './repacked';
import { isSealed, unseal } from './seal';

const manifest_bytes_max = 256 * MIB;
const NAME = /^(chat8\.db|audit\.log|(files|avatars)\/[a-z2-7]{2}\/[a-z2-7]{32})$/;

/** @throws BackupError */
export const mustBeFile = (path: string): void => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new BackupError(`there is no ${path}`);
  if (!found.isFile()) throw new BackupError(`${path} is not a file`);
};

interface Reading {
  file: string;
  /** Where what `wants` names goes to, 0600; to stay there, or to be looked at. */
  dir: string;
  isToStay: boolean;
  wants: (name: string) => boolean;
  passphrase: string | undefined;
  read: (bytes: number) => void;
}

type Bytes = AsyncIterable<Uint8Array>;

const readText = async (stream: Bytes): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > manifest_bytes_max) throw new BackupError('its manifest is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

const readFile = async function* (file: string, read: Reading['read']) {
  const handle = await open(file, 'r');
  try {
    for await (const piece of piecesOf(handle)) {
      read(piece.byteLength);
      yield piece;
    }
  } finally {
    await handle.close();
  }
};

/** The bytes of a tar, if they are not those of something else. @throws BackupError */
const unpacked = async function* (bytes: Bytes) {
  let isFirst = true;
  for await (const piece of bytes) {
    if (isFirst) mustNotBePacked(piece);
    isFirst = false;
    yield piece;
  }
};

/** Hashes an entry, and writes it if it is wanted. */
const take = async (
  name: string,
  bytes: Bytes,
  path?: string,
  isToStay = false,
): Promise<Entry> => {
  const hash = createHash('sha256');
  let size = 0;
  if (path !== undefined) await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const out = path === undefined ? undefined : await open(path, 'wx', 0o600);
  try {
    for await (const piece of bytes) {
      hash.update(piece);
      size += piece.byteLength;
      if (out !== undefined) await writeAll(out, piece);
    }
    if (isToStay) await out?.sync();
  } finally {
    await out?.close();
  }
  return { name, size, sha256: hash.digest('hex') };
};

const unpack = async ({ file, dir, isToStay, wants, passphrase, read }: Reading) => {
  const plain = readFile(file, read);
  const bytes = unpacked((await isSealed(file)) ? unseal(plain, passphrase) : plain);
  const { extract } = await import('tar-stream');
  const reader = extract();
  // What ends the source ends the reader with it; the loop below then throws it.
  const source = Readable.from(bytes).on('error', (error) => reader.destroy(error));
  reader.on('error', () => {});
  source.pipe(reader);
  const found: Entry[] = [];
  let manifest: Manifest | undefined;
  try {
    for await (const entry of reader) {
      // The reader reports it too, and its error is the one that is thrown.
      entry.on('error', () => {});
      const { name, type } = entry.header;
      if (name === MANIFEST) {
        manifest = JSON.parse(await readText(entry as Bytes)) as Manifest;
        continue;
      }
      if (type !== 'file' || !NAME.test(name)) refuseEntry(name, String(type));
      const path = wants(name) ? join(dir, name) : undefined;
      found.push(await take(name, entry as Bytes, path, isToStay));
    }
  } finally {
    source.destroy();
  }
  return { found, manifest };
};

const isList = (entries: unknown): boolean =>
  Array.isArray(entries) && entries.every((entry) => typeof entry?.name === 'string');

const DISK = ['ENOENT', 'ENOSPC', 'EACCES', 'EROFS', 'EDQUOT', 'EFBIG', 'EPERM', 'EISDIR'];

/** Reads to the end; what `wants` goes to `dir`. @throws BackupError, the system's of the disk */
export const readArchive = async (reading: Reading): Promise<Manifest> => {
  const { found, manifest } = await unpack(reading).catch((error) => {
    if (error instanceof BackupError || DISK.includes(codeOf(error))) throw error;
    throw new BackupError('it is damaged or cut short');
  });
  if (manifest?.format !== 'chat8-backup-1' || !isList(manifest.entries)) {
    throw new BackupError('it is no backup of Chat8, or cut short');
  }
  const said = new Map(manifest.entries.map((entry) => [entry.name, entry]));
  const isSame =
    said.size === found.length &&
    found.every(({ name, size, sha256 }) => {
      const entry = said.get(name);
      return entry?.size === size && entry.sha256 === sha256;
    });
  if (!isSame || !said.has(DATABASE)) {
    throw new BackupError('it is damaged: it holds something else than it lists');
  }
  return manifest;
};

export const isUpload = (name: string): boolean => name !== DATABASE && name !== AUDIT;
