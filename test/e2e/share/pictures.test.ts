// Pictures leave without what is noted in them, and no larger than their sender wants.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openPair } from '../../support/pair';
import type { Chosen } from '../../support/pictures/gallery';
import { choose, press } from '../../support/pictures/gallery';
import { gif, jpeg, PROFILE, png, SECRET, webp } from '../../support/pictures/photos';
import { openChat } from '../../support/screen';

const hasBrowser = isAvailable('chromium');

/** What arrived last at a friend: its bytes, and the colours of its corners as a browser shows it. */
const arrived = async (page: Page, nth: number) => {
  const img = page.locator('.picture img:not(.thumbnail)').nth(nth);
  await img.waitFor();
  const found = await img.evaluate(async (each: HTMLImageElement) => {
    await each.decode();
    const { naturalWidth: width, naturalHeight: height } = each;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    context?.drawImage(each, 0, 0);
    const at = (x: number, y: number) => {
      const [r = 0, g = 0, b = 0] = context?.getImageData(x, y, 1, 1).data ?? [];
      return [r, g, b].map((value) => (value > 127 ? '1' : '0')).join('');
    };
    const [right, low] = [width - 2, height - 2];
    const { blobs } = window as unknown as { blobs: Map<string, Blob> };
    const bytes = new Uint8Array((await blobs.get(each.src)?.arrayBuffer()) ?? []);
    const { width: place, height: tall } = each.getBoundingClientRect();
    return {
      size: [width, height],
      ratio: tall / place,
      corners: [at(1, 1), at(right, 1), at(1, low), at(right, low)],
      bytes: [...bytes],
    };
  });
  return { ...found, bytes: Buffer.from(found.bytes) };
};

const [RED, GREEN, BLUE, WHITE] = ['100', '010', '001', '111'];

test.skipIf(!hasBrowser)(
  'pictures leave upright, small enough and without notes, and the original is a choice',
  async () => {
    await using pair = await openPair();
    const { alices, bobs, alice, bob } = pair;
    // What bob's page shows is at hand here, too.
    await bob.addInitScript(() => {
      const blobs = new Map<string, Blob>();
      Object.assign(window, { blobs });
      const create = URL.createObjectURL;
      URL.createObjectURL = (blob: Blob) => {
        const url = create(blob);
        blobs.set(url, blob);
        return url;
      };
    });
    await bob.reload();
    await openChat(bob, 'alice');
    let nth = -1;
    const send = async (file: Chosen, isOriginal: boolean) => {
      await choose(alice, [file]);
      await alice.locator('.attachments li').waitFor();
      if (isOriginal) await alice.getByLabel('Original size').check();
      await press(alice, 'Send');
      nth += 1;
      const found = await arrived(bob, nth);
      expect(found.bytes.includes(SECRET)).toBe(false);
      expect(found.bytes.includes('GPS')).toBe(false);
      return found;
    };
    const phone = {
      name: 'IMG_1.jpg',
      mimeType: 'image/jpeg',
      // Held upright: the camera's right side is up.
      buffer: await jpeg({ width: 3_000, height: 2_000, orientation: 6 }),
    };
    expect(phone.buffer.includes(SECRET)).toBe(true);
    const upright = [BLUE, RED, WHITE, GREEN];
    const small = await send(phone, false);
    expect([small.size, small.corners]).toEqual([[1_365, 2_048], upright]);
    expect(small.bytes.includes('Exif')).toBe(false);
    expect(small.bytes.length).toBeLessThan(phone.buffer.length / 2 + 100_000);
    // A browser knows a file by the end of its name alone: the choice is offered all the same.
    const whole = await send({ ...phone, mimeType: 'application/octet-stream' }, true);
    expect([whole.size, whole.corners]).toEqual([[2_000, 3_000], upright]);
    expect(whole.bytes.includes(PROFILE)).toBe(true);
    // The choice was for that one.
    const again = await send(phone, false);
    expect(again.size).toEqual([1_365, 2_048]);

    // Bytes of nobody between two parts: the browser alone turns it, and its shape stays.
    const long = await jpeg({ width: 2_100, height: 1_050, orientation: 6 });
    const end = 4 + long.readUInt16BE(4);
    const torn = Buffer.concat([long.subarray(0, end), Buffer.from([0]), long.subarray(end)]);
    const turned = await send({ ...phone, buffer: torn }, false);
    expect([turned.size, turned.corners]).toEqual([[1_024, 2_048], upright]);

    const drawing = {
      name: 'a.png',
      mimeType: 'image/png',
      buffer: png({ width: 2_600, height: 1_300 }),
    };
    expect((await send(drawing, false)).size).toEqual([2_048, 1_024]);
    expect((await send(drawing, true)).size).toEqual([2_600, 1_300]);
    const little = { width: 200, height: 100 };
    const same = await send({ name: 'b.png', mimeType: 'image/png', buffer: png(little) }, false);
    expect(same.bytes.equals(png({ ...little, hasMetadata: false }))).toBe(true);
    // Turned, as an editor notes it in PNG and WebP.
    for (const [name, buffer] of [
      ['c.png', png({ ...little, orientation: 3 })],
      ['d.webp', await webp({ ...little, orientation: 3 })],
    ] as const) {
      const turned = await send({ name, mimeType: `image/${name.slice(2)}`, buffer }, false);
      expect([name, turned.corners]).toEqual([name, [WHITE, BLUE, GREEN, RED]]);
    }
    const moving = await send({ name: 'e.gif', mimeType: 'image/gif', buffer: gif() }, false);
    expect(moving.bytes.toString('latin1').split('\x21\xf9')).toHaveLength(3);
    const names = await bob
      .locator('.picture img')
      .evaluateAll((all) => all.map((each) => each.getAttribute('alt')));
    expect(names).toEqual([
      ...['IMG_1.jpg', 'IMG_1.jpg', 'IMG_1.jpg', 'IMG_1.jpg', 'a.webp', 'a.png', 'b.png'],
      ...['c.webp', 'd.webp', 'e.gif'],
    ]);

    // The smallest of them has room for its time.
    const dot = { name: 'f.png', mimeType: 'image/png', buffer: png({ width: 16, height: 8 }) };
    expect((await send(dot, false)).size).toEqual([16, 8]);
    const cut = await bob
      .locator('.body:has(> .frame)')
      .last()
      .evaluate((body) => {
        const [all, time] = [body, body.querySelector('.meta')].map((each) =>
          each?.getBoundingClientRect(),
        );
        return all && time ? [time.left < all.left, time.bottom > all.bottom] : null;
      });
    expect(cut).toEqual([false, false]);

    // Pasted and dropped ones leave the same way, under no name of a picture as well.
    for (const way of ['paste', 'drop']) {
      await alice.evaluate(
        ([kind, base64]) => {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], `${kind}.jpg`, { type: 'image/jpeg' }));
          const field = document.querySelector('.composer textarea');
          field?.dispatchEvent(
            kind === 'paste'
              ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true })
              : new DragEvent('drop', { dataTransfer: data, bubbles: true }),
          );
        },
        [way, phone.buffer.toString('base64')] as const,
      );
      await alice.locator('.attachments li').waitFor();
      await press(alice, 'Send');
      nth += 1;
      const found = await arrived(bob, nth);
      expect([way, found.size, found.bytes.includes(SECRET)]).toEqual([way, [1_365, 2_048], false]);
      expect(Math.abs(found.ratio - 2_048 / 1_365)).toBeLessThan(0.02);
    }
    // One that was cut off before anything of it is no empty frame: it is said, and can be saved.
    const begun = drawing.buffer.subarray(0, drawing.buffer.indexOf('IDAT') + 6);
    const cutOff = { ...drawing, name: 'cut.png', buffer: begun };
    await choose(alice, [cutOff]);
    await alice.locator('.attachments li').waitFor();
    await press(alice, 'Send');
    const row = bob.locator('.bubble', { hasText: 'This picture is damaged' });
    const saving = bob.waitForEvent('download');
    await row.getByRole('button', { name: 'cut.png' }).click();
    expect((await saving).suggestedFilename()).toBe('cut.png');
    for (const browser of [alices, bobs]) {
      expect([browser.errors, browser.outside]).toEqual([[], []]);
    }
  },
  300_000,
);
