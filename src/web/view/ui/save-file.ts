import { app } from '../../model/app';
import type { Attachment } from '../../model/state';
import { cleanName } from '../message/file-name';

/** Onto the disk, under its own name. */
export const saveFile = async (file: Attachment): Promise<void> => {
  const link = document.createElement('a');
  link.href = await app.files.url(file);
  link.download = cleanName(file.name);
  link.click();
};
