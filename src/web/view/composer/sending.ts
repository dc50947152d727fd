// Hands texts and files to the outbox, and reports what goes wrong.
import { sealed_text_bytes_max } from '../../../protocol/limits';
import type { Measures } from '../../crypto/body';
import { albumsFor } from '../../model/messages/media/album';
import { isVisual } from '../../model/messages/media/kinds';
import type { Client } from '../ui/use-app';

export const warnStorageFull = ({ t, toast }: Client): void =>
  toast.show(t.value.composer.storageFull, true);

export const chooseFiles = (
  { t, chosenFiles, toast }: Client,
  friend_id: number,
  files: Iterable<File>,
  isOriginal?: boolean,
): void => {
  if (chosenFiles.add(friend_id, files, isOriginal)) return;
  toast.show(t.value.composer.tooManyFiles(chosenFiles.files_max), true);
};

export const sizeOf = (text: string): number =>
  text.length * 6 < sealed_text_bytes_max
    ? 0
    : new TextEncoder().encode(JSON.stringify(text)).length;

/** Reports a failure, and warns if a reload would lose the message. */
export const sendAndReport = async (
  app: Client,
  sending: Promise<{ isSaved: boolean; sent: Promise<void> }>,
): Promise<void> => {
  const { isSaved, sent } = await sending;
  if (!isSaved) warnStorageFull(app);
  app.attempt(() => sent);
};

interface Ready {
  file: File;
  preview?: string | undefined;
  measures?: Measures | undefined;
}

export const fileOf = ({ file, preview, measures }: Ready) => {
  const { name, type } = file;
  return { blob: file, name, type: type || 'application/octet-stream', preview, measures };
};

interface Outgoing {
  friend_id: number;
  files: File[];
  isOriginal: boolean;
  /** The text goes with the first of them; it was typed as `draft`. */
  beside: { text: string; reply_to: number | null };
  draft: string;
}

/** A file that cannot be prepared is not sent as it is: it is chosen again, with its text. */
export const sendFiles = async (app: Client, outgoing: Outgoing): Promise<void> => {
  const { friend_id, files, isOriginal, beside, draft } = outgoing;
  // Without a seal there is nothing to say it in.
  const albums = app.keys.peerKeys.value[friend_id] === null ? [] : albumsFor(files);
  // With the press. Without a connection it is made up for with the next one.
  void app.actions.toEnd(friend_id).catch(() => {});
  for (const [at, each] of files.entries()) {
    try {
      const ready = fileOf(await app.preparedFiles.of(each, isOriginal));
      const album = isVisual(ready) ? albums[at] : undefined;
      const choice = { ...ready, ...(at === 0 ? beside : {}), album, wasPrepared: true };
      // The draft may be another text by now.
      const isTyped = at === 0 && !app.drafts.read(draft);
      const sending = app.actions.sendFile(friend_id, choice, isTyped ? draft : undefined);
      await sendAndReport(app, sending);
    } catch (error) {
      // Whoever has chosen others meanwhile has said of them whether they go as they are.
      const isFree = app.chosenFiles.of(friend_id).files.length === 0;
      chooseFiles(app, friend_id, files.slice(at), isFree ? isOriginal : undefined);
      if (at === 0 && beside.text) void app.drafts.putBack(draft, beside.text);
      throw error;
    } finally {
      if (at === 0) await app.drafts.keepTyped(draft);
    }
  }
};
