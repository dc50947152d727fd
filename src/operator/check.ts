// Examines a data directory and changes nothing in it.
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { examineDatabase, storedFiles } from '../db/snapshot';
import { isFileId } from '../platform/disk';
import { DATABASE } from './archive';

const onDisk = async (dir: string, shelf: string): Promise<Set<string>> => {
  const path = join(dir, shelf);
  const names = existsSync(path) ? await readdir(path, { recursive: true }) : [];
  return new Set(names.map((name) => name.split('/').at(-1) ?? '').filter(isFileId));
};

/** What is wrong, a line each; empty where nothing is. */
export const check = async (data_dir: string): Promise<string[]> => {
  const database = join(data_dir, DATABASE);
  if (!existsSync(database)) return [`there is no database in ${data_dir}`];
  const faults = examineDatabase(database);
  if (faults.some((fault) => fault.includes('damaged'))) return faults;
  const rows = storedFiles(database);
  const incoming = await onDisk(data_dir, 'incoming');
  for (const shelf of ['files', 'avatars']) {
    const found = await onDisk(data_dir, shelf);
    for (const { id, receiver_id, size } of rows) {
      if ((receiver_id === null ? 'avatars' : 'files') !== shelf) continue;
      if (!found.delete(id)) {
        if (!incoming.has(id)) faults.push(`the file ${id} has a row but no bytes in ${shelf}`);
        continue;
      }
      const bytes = (await stat(join(data_dir, shelf, id.slice(0, 2), id))).size;
      if (bytes !== size) faults.push(`the file ${id} has ${bytes} bytes and should have ${size}`);
    }
    for (const id of found) faults.push(`the file ${id} lies in ${shelf} without a row`);
  }
  return faults;
};
