// What lies over the conversations: one picture or film, or the gallery of a conversation; and what was
// asked for there that belongs below.
import { signal } from '@preact/signals';
import { readonly } from '../../readonly';
import type { Item } from '../item';
import { otherOf } from '../item';

interface Viewed {
  friend_id: number;
  id: number;
}

export const createOverlays = ({ userId }: { userId: () => number }) => {
  const viewed = signal<Viewed | null>(null);
  const gallery = signal<number | null>(null);
  const reply = signal<Item | null>(null);
  /** Closes what the gallery was opened over; it stands there again if the gallery alone is closed. */
  let closeBelow: (() => void) | undefined;
  const leave = (): void => {
    viewed.value = null;
    gallery.value = null;
    closeBelow?.();
    closeBelow = undefined;
  };
  return {
    /** The picture or film that is looked at. */
    viewed: readonly(viewed),
    /** The friend whose pictures, files, links and voices are looked through. */
    gallery: readonly(gallery),
    /** The message that is to be answered. */
    reply: readonly(reply),
    openViewer(item: Item): void {
      viewed.value = { friend_id: otherOf(item, userId()), id: item.id };
    },
    closeViewer(): void {
      viewed.value = null;
    },
    openGallery(friend_id: number, onLeave?: () => void): void {
      // From a picture that was opened there, it is the same one.
      if (gallery.value !== friend_id) closeBelow = onLeave;
      viewed.value = null;
      gallery.value = friend_id;
    },
    closeGallery(): void {
      gallery.value = null;
      closeBelow = undefined;
    },
    /** What was asked for is in the conversation, below all of it. */
    leave,
    /** Below is where it is written. */
    askReply(item: Item): void {
      leave();
      reply.value = item;
    },
    replyTaken(): void {
      reply.value = null;
    },
  };
};
