import type { Attachment } from '../../model/messages/item';
import { cleanName } from './file-name';
import type { Client } from './use-app';

const revoke_after_ms = 60_000;

/** Saves the content of an object URL to the disk. */
const saveUrl = (url: string, name: string): void => {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
};

export const saveBlob = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob);
  saveUrl(url, name);
  setTimeout(() => URL.revokeObjectURL(url), revoke_after_ms);
};

/** Saves the file of a message under its own name. */
export const saveFile = async ({ uploads }: Client, file: Attachment): Promise<void> =>
  saveUrl((await uploads.fileUrl(file)).url, cleanName(file.name));
