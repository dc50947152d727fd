// What lies over a conversation, and what stands there again when it is closed.
import { expect, test } from 'bun:test';
import type { Item } from '../../../../src/web/model/messages/item';
import { createOverlays } from '../../../../src/web/model/messages/media/overlays';

const ALICE = 1;
const BOB = 2;
const picture = { id: 7, sender_id: BOB, receiver_id: ALICE } as Item;

/** The page of bob is open, and the gallery over it. */
const openFromPage = () => {
  const overlays = createOverlays({ userId: () => ALICE });
  const page = { isOpen: true };
  overlays.openGallery(BOB, () => {
    page.isOpen = false;
  });
  return { overlays, page };
};

test('a gallery that is closed leaves the page that it was opened from', () => {
  const { overlays, page } = openFromPage();
  overlays.openViewer(picture);
  overlays.closeViewer();
  overlays.closeGallery();
  expect([overlays.gallery.value, page.isOpen]).toEqual([null, true]);
  // Whoever opens it from a picture next leaves nothing behind.
  overlays.openViewer(picture);
  overlays.openGallery(BOB);
  overlays.leave();
  expect(page.isOpen).toBe(true);
});

test('whoever goes on to a message, or answers it, finds the conversation below all of it', () => {
  for (const goOn of ['leave', 'askReply'] as const) {
    const { overlays, page } = openFromPage();
    overlays.openViewer(picture);
    // Back to the same gallery, from one of its pictures.
    overlays.openGallery(BOB);
    overlays[goOn](picture);
    expect([overlays.viewed.value, overlays.gallery.value]).toEqual([null, null]);
    expect(page.isOpen).toBe(false);
  }
});
