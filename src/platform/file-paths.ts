// The names of uploaded files in the data directory: their ids, and in which folder each lies.
import { join } from 'node:path';
import { randomLetters } from './random-letters';

export type Folder = 'files' | 'avatars';
export const FOLDERS: Folder[] = ['files', 'avatars'];

/** Where the bytes of a row are kept: an avatar has no receiver. */
export const folderOf = ({ receiver_id }: { receiver_id: number | null }): Folder =>
  receiver_id === null ? 'avatars' : 'files';

const id_chars = 32;
const idForm = /^[a-z2-7]{32}$/;

/** 160 random bits: unguessable and unique. */
export const newFileId = (): string => randomLetters(id_chars);

export const isFileId = (id: string): boolean => idForm.test(id);

/** @throws RangeError if it has another form: it becomes part of a path */
export const checkedFileId = (id: string): string => {
  if (!isFileId(id)) throw new RangeError('not the id of a file');
  return id;
};

/** Below the data directory. Sharded by the first two characters: 1,024 directories, each small. */
export const pathBelow = (folder: Folder, id: string): string =>
  `${folder}/${id.slice(0, 2)}/${id}`;

export const keptPath = (dir: string, folder: Folder, id: string) =>
  join(dir, pathBelow(folder, checkedFileId(id)));
