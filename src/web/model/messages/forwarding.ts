// Passes messages on to other people: each is another message, sealed for its own receiver, and a file
// is sent again under a key of its own, because nobody but its two people gets the one that is there.
import type { Album, Body } from '../../crypto/body';
import { newMid } from '../../crypto/mid';
import type { Keys } from '../keys/keys';
import type { Clock } from '../platform';
import type { Screen } from '../ui/screen';
import type { Lifetimes } from './expiring/lifetimes';
import type { Attachment, Item } from './item';
import { albumOf } from './media/album';
import { isVisual } from './media/kinds';
import type { Outbox } from './outbox/outbox';
import type { ChosenFile, Outgoing } from './outbox/outgoing';
import { messageTypeOf } from './outbox/outgoing';
import type { Uploads } from './uploads';

interface Needs {
  clock: Clock;
  keys: Pick<Keys, 'peerKey'>;
  lifetimes: Pick<Lifetimes, 'of'>;
  outbox: Pick<Outbox, 'send'>;
  screen: Pick<Screen, 'opened' | 'goTo'>;
  uploads: Pick<Uploads, 'fileUrl'>;
}

/** What opened, was said by one of the two, is not on its way, and stays. */
export const isForwardable = ({ id, trouble, call, text, file, expires_in }: Item): boolean =>
  id > 0 &&
  trouble === null &&
  call === null &&
  expires_in === null &&
  (text.trim() !== '' || file !== null);

/** A message without its place: what goes on. */
interface Content {
  text: string;
  file: ChosenFile | null;
  /** By what it was sent together with others. */
  album_id?: string | undefined;
}

const fileOf = async (uploads: Needs['uploads'], file: Attachment): Promise<ChosenFile> => {
  const { name, type, preview, width, height, duration_s } = file;
  const measures = {
    ...(width && height ? { width, height } : {}),
    ...(duration_s ? { duration_s } : {}),
  };
  return { blob: (await uploads.fileUrl(file)).blob, name, type, preview, measures };
};

/** What was one album is one again, under another name: as many of it as go on. */
const albumsOf = (contents: Content[]): Map<Content, Album> => {
  const albums = new Map<Content, Album>();
  const together = Map.groupBy(
    contents.filter(({ album_id }) => album_id !== undefined),
    ({ album_id }) => album_id,
  );
  for (const members of together.values()) {
    const fresh = albumOf(members.length);
    members.forEach((each, at) => {
      const album = fresh[at];
      if (album) albums.set(each, album);
    });
  }
  return albums;
};

/** A file that is not sealed carries no text: they are two messages. */
const parts = (content: Content, isSealed: boolean): Content[] =>
  isSealed || content.file === null || content.text === ''
    ? [content]
    : [
        { ...content, text: '' },
        { ...content, file: null },
      ];

export const createForwarding = (needs: Needs) => {
  const { clock, keys, lifetimes, outbox, screen, uploads } = needs;
  const outgoing = (receiver_id: number, { text, file }: Content, body: Body): Outgoing => ({
    client_id: newMid(),
    receiver_id,
    message_type: file ? messageTypeOf(file.type) : 'text',
    body: { ...(text ? { text } : {}), ...body },
    reply_to: null,
    at: new Date(clock.now()).toISOString(),
    ...(file ? { file } : {}),
  });

  /**
   * In the order in which they were said, to each of the receivers; `isMarked` tells them that it was
   * said elsewhere. `isSaved` is false if a reload would lose one; `sent` says of each what became of
   * it. @throws ApiError if a file is not to be had: then nothing is sent
   */
  return async (items: Item[], receivers: number[], isMarked: boolean) => {
    const ordered = items.filter(isForwardable).sort((a, b) => a.id - b.id);
    const contents: Content[] = [];
    for (const { text, file, album, sender_id } of ordered) {
      const album_id = album && file && isVisual(file) ? `${sender_id} ${album.id}` : undefined;
      contents.push({ text, file: file ? await fileOf(uploads, file) : null, album_id });
    }
    const sent: Promise<void>[] = [];
    let isSaved = true;
    for (const receiver_id of receivers) {
      const key = await keys.peerKey(receiver_id).catch(() => undefined);
      const expires_in = lifetimes.of(receiver_id);
      const albums: Map<Content, Album> = key === null ? new Map() : albumsOf(contents);
      for (const content of contents.flatMap((each) => parts(each, key !== null))) {
        const album = albums.get(content);
        const body = {
          at: clock.now(),
          ...(album ? { album } : {}),
          ...(isMarked ? { forwarded: true as const } : {}),
          ...(expires_in ? { expires_in } : {}),
        };
        const result = await outbox.send(outgoing(receiver_id, content, body));
        isSaved &&= result.isSaved;
        sent.push(result.sent);
      }
      if (screen.opened.value === receiver_id) screen.goTo(receiver_id, 'end');
    }
    return { isSaved, sent };
  };
};
