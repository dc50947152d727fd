// Albums: pictures and films that were sent as one. Each is a message of its own, which a client that
// knows no albums shows by itself; here they are one, in the order that their sender gave them.
import type { Album } from '../../../crypto/body';
import { album_files_max } from '../../../crypto/body';
import { newMid } from '../../../crypto/mid';
import type { Attachment, Item } from '../item';
import { keyOf } from '../item';
import { isVisual } from './kinds';

/** Pictures of other kinds become one of these on their way, if the browser reads them. */
const VISUAL = /^(image\/(?!svg)|video\/)/;

/** The places in a new album of so many; none if it would be one message. */
export const albumOf = (count: number): Album[] => {
  if (count < 2 || count > album_files_max) return [];
  const id = newMid();
  return Array.from({ length: count }, (_, at) => ({ id, n: at + 1, of: count }));
};

/**
 * Which files go into one album: runs of pictures and films, as even as they come out. Gives for
 * each file its place, or undefined.
 */
export const albumsFor = (files: Pick<Attachment, 'type'>[]): (Album | undefined)[] => {
  const places: (Album | undefined)[] = [];
  for (let at = 0; at < files.length; ) {
    const end = files.findIndex((file, index) => index >= at && !VISUAL.test(file.type));
    const run = (end < 0 ? files.length : end) - at;
    if (run === 0) {
      places.push(undefined);
      at += 1;
      continue;
    }
    const albums = Math.ceil(run / album_files_max);
    for (let nth = 0; nth < albums; nth += 1) {
      const size = Math.floor(((nth + 1) * run) / albums) - Math.floor((nth * run) / albums);
      const album = albumOf(size);
      for (let index = 0; index < size; index += 1) places.push(album[index]);
    }
    at += run;
  }
  return places;
};

/** Two people may choose the same id; what did not open has none. */
const nameOf = ({ album, file, sender_id }: Item): string | null =>
  album && file && isVisual(file) ? `${sender_id} ${album.id}` : null;

const byPlace = (one: Item, other: Item): number =>
  (one.album?.n ?? 0) - (other.album?.n ?? 0) || one.id - other.id || one.order - other.order;

/**
 * The messages of a window, the members of an album together where its first one stands. More than
 * an album holds, from a client that overdoes it, begin another.
 */
export const gathered = (items: Item[]): [Item, ...Item[]][] => {
  const albums = new Map<string, Item[]>();
  const groups: [Item, ...Item[]][] = [];
  for (const item of items) {
    const name = nameOf(item);
    const known = name === null ? undefined : albums.get(name);
    if (known && known.length < album_files_max) {
      known.push(item);
      continue;
    }
    const group: [Item, ...Item[]] = [item];
    groups.push(group);
    if (name !== null) albums.set(name, group);
  }
  for (const group of groups) group.sort(byPlace);
  return groups;
};

/** The messages that are shown as one with this one, itself among them. */
export const matesOf = (items: Item[], item: Item): Item[] =>
  gathered(items).find((group) => group.some((each) => keyOf(each) === keyOf(item))) ?? [item];
