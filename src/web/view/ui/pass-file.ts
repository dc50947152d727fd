// What is handed to other programs of this device: a text or a picture by the clipboard, a file by the
// system's own list of where it can be shared to.
import type { Attachment } from '../../model/messages/item';
import { cleanName } from './file-name';
import type { Client, CoreClient } from './use-app';

/** Says that it is copied, or that the browser refused it: then it is false. */
export const copyText = async (
  { t, toast }: Pick<CoreClient, 't' | 'toast'>,
  text: string,
): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    toast.show(t.value.ui.notCopied, true);
    return false;
  }
  toast.show(t.value.ui.copied);
  return true;
};

/** The only kind of picture that every clipboard takes (Clipboard API). */
const CLIPBOARD = 'image/png';

const asPng = async (blob: Blob): Promise<Blob> => {
  if (blob.type === CLIPBOARD) return blob;
  const picture = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  picture.close();
  return canvas.convertToBlob({ type: CLIPBOARD });
};

export const canCopyPictures = (): boolean => 'ClipboardItem' in globalThis;

/** Begun with the press, as Safari wants it; the bytes may come later. */
export const copyPicture = async ({ uploads, toast, t }: Client, file: Attachment) => {
  const png = uploads.fileUrl(file).then(({ blob }) => asPng(blob));
  await navigator.clipboard.write([new ClipboardItem({ [CLIPBOARD]: png })]);
  toast.show(t.value.message.pictureCopied);
};

export const canShareFile = ({ name, type }: Attachment): boolean => {
  const file = new File([''], cleanName(name), { type });
  return navigator.canShare?.({ files: [file] }) ?? false;
};

export const shareFile = async ({ uploads }: Client, file: Attachment): Promise<void> => {
  const { blob } = await uploads.fileUrl(file);
  const shared = new File([blob], cleanName(file.name), { type: file.type });
  await navigator.share({ files: [shared] }).catch((error) => {
    // Somebody thought better of it.
    if (!(error instanceof DOMException) || error.name !== 'AbortError') throw error;
  });
};
