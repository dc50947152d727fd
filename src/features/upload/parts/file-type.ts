// What an upload is, by its first bytes and its names.
import type { PartialUpload } from '../../../db/partial-uploads';
import { Refusal } from '../../../protocol/errors';
import { cleanFileName } from '../../../values/file-name';
import { fileTypeOf } from '../../../values/file-type';
import type { World } from '../../../world';
import { dropUpload } from './drop';

type Deps = Pick<World, 'ledger' | 'partialUploads' | 'partialFiles'>;

/** A program, or one whose bytes are lost, is dropped. @throws fileTypeUnsupported, noSuchPath */
export const typeOfUpload = async (world: Deps, { id, name }: PartialUpload): Promise<string> => {
  try {
    const head = await world.partialFiles.head(id);
    if (head === undefined) throw new Refusal('noSuchPath');
    return await fileTypeOf(head, cleanFileName(name), name);
  } catch (error) {
    if (error instanceof Refusal && error.refusal !== 'cannotStore') await dropUpload(world, id);
    throw error;
  }
};
