// Files, pictures and voices: sent when someone presses send, shown, heard, stopped, tried again.
import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { unroute } from '../../support/browser';
import { openPair, postsOf } from '../../support/pair';
import { closeDialog, recorded } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

const choose = (page: Page, name: string, mimeType: string, buffer: Buffer) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).click();

/** A picture that the browser itself made. */
const picture = async (page: Page, colour: string): Promise<Buffer> => {
  const bytes = await page.evaluate(async (fill) => {
    const canvas = new OffscreenCanvas(320, 200);
    const context = canvas.getContext('2d');
    if (context) context.fillStyle = fill;
    context?.fillRect(0, 0, 320, 200);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  }, colour);
  return Buffer.from(bytes);
};

test.skipIf(!hasBrowser)(
  'pictures and voices are sent when someone presses send, and shown, leafed through and heard',
  async () => {
    await using pair = await openPair();
    const { alices, bobs, alice, bob } = pair;
    const posts = postsOf(alice);
    for (const colour of ['#264653', '#e9c46a']) {
      await choose(alice, `${colour}.png`, 'image/png', await picture(alice, colour));
      await alice.locator('.attachments li').waitFor();
      await soon(async () =>
        expect(await bob.locator('.picture').count()).toBe(colour === '#264653' ? 0 : 1),
      );
      await alice.getByRole('textbox', { name: 'Message' }).fill(`this is ${colour}`);
      await press(alice, 'Send');
      await bob.locator('.message-list').getByText(`this is ${colour}`).waitFor();
      // One that is still on its way does not open.
      await bob.locator('.picture').last().locator('img:not(.thumbnail)').waitFor();
    }
    await bob.locator('.picture').last().click();
    const viewer = bob.locator('.viewer');
    await viewer.getByRole('img', { name: '#e9c46a.png' }).waitFor();
    await bob.keyboard.press('ArrowLeft');
    await viewer.getByRole('img', { name: '#264653.png' }).waitFor();
    await bob.keyboard.press('+');
    await soon(async () =>
      expect(await viewer.getByRole('img').getAttribute('style')).toContain('scale(1.5)'),
    );
    await closeDialog(bob);

    // A recording is thrown away, and another one sent.
    await press(alice, 'Record a voice message');
    await alice.getByRole('timer').waitFor();
    await press(alice, 'Discard');
    await press(alice, 'Record a voice message');
    await recorded(alice, 3);
    await press(alice, 'Send the recording');
    const voice = bob.locator('.player');
    await voice.waitFor();
    await soon(async () => expect(await voice.count()).toBe(1));
    await soon(async () => expect(await voice.locator('rect').count()).toBe(48));
    await voice.getByRole('button', { name: 'Play' }).click();
    await voice.getByRole('button', { name: 'Pause' }).waitFor();
    await voice.getByRole('button', { name: 'Pause' }).click();
    const track = voice.getByRole('slider');
    await track.fill('2');
    await soon(async () =>
      expect(await track.getAttribute('aria-valuetext')).toMatch(/^0:02 \/ 0:0\d$/),
    );

    expect(posts.every(({ is_encrypted }) => is_encrypted === true)).toBe(true);
    const kinds = posts.map(({ message_type }) => message_type);
    expect(kinds).toEqual(['image', 'image', 'audio']);
    await soon(async () =>
      expect(await bob.locator('.message-list').getAttribute('data-unopened')).toBe('0'),
    );
    for (const browser of [alices, bobs]) {
      expect([browser.errors, browser.outside]).toEqual([[], []]);
    }
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'a file can be stopped, fails in words, and goes on after a broken connection',
  async () => {
    await using pair = await openPair({ CHAT8_USER_QUOTA: '300K', CHAT8_MAX_FILE_SIZE: '200K' });
    const { bobs, alice, bob } = pair;
    const held: (() => void)[] = [];
    await alice.route('**/upload/file', async (route) => {
      await new Promise<void>((go) => held.push(go));
      await route.continue().catch(() => {});
    });
    for (const name of ['slow.txt', 'first.txt', 'second.txt']) {
      await choose(alice, name, 'text/plain', Buffer.from(name));
    }
    const uploading = alice.waitForRequest('**/upload/file');
    await press(alice, 'Send');
    await alice.getByRole('progressbar', { name: 'Sending: second.txt' }).waitFor();
    await uploading;
    // One after the other, as they were chosen; one that is stopped holds up none.
    expect(held.length).toBeLessThan(2);
    await alice.getByRole('button', { name: 'Cancel' }).first().click();
    await alice.locator('.file', { hasText: 'slow.txt' }).waitFor({ state: 'detached' });
    await unroute(alice);
    for (const go of held) go();
    await bob.locator('.file', { hasText: 'second.txt' }).waitFor();
    const arrived = () => bob.locator('.file .file-name').allTextContents();
    await soon(async () => expect(await arrived()).toEqual(['first.txt', 'second.txt']));

    const fails = async (name: string, bytes: number, why: string) => {
      await choose(alice, name, 'application/octet-stream', Buffer.alloc(bytes, 1));
      await press(alice, 'Send');
      // Beside it, and as it fails.
      await alice.getByText(why).first().waitFor();
      await alice.locator('.unsent').waitFor();
    };
    await fails('large.bin', 250_000, 'The file is too large for this server.');
    await press(alice, 'Discard');
    await alice.locator('.unsent').waitFor({ state: 'detached' });
    await choose(alice, 'half.bin', 'application/octet-stream', Buffer.alloc(180_000, 1));
    await press(alice, 'Send');
    await bob.locator('.file', { hasText: 'half.bin' }).waitFor();
    await fails('full.bin', 180_000, 'Your storage is full.');
    await press(alice, 'Discard');

    // The connection breaks in the middle, and is back: it goes on without anyone's help.
    await alice.route('**/upload/file', (route) => route.abort());
    const broken = alice.waitForEvent('requestfailed');
    await choose(alice, 'again.bin', 'application/octet-stream', Buffer.alloc(5_000, 1));
    await press(alice, 'Send');
    await broken;
    await alice.getByRole('progressbar', { name: 'Sending: again.bin' }).waitFor();
    await soon(async () => expect(await alice.locator('.unsent').count()).toBe(0));
    await unroute(alice);
    await bob.locator('.file', { hasText: 'again.bin' }).waitFor();
    await soon(async () => expect(await bob.locator('.file').count()).toBe(4));
    const saved = bob.waitForEvent('download');
    await bob.locator('.file').last().click();
    const path = await (await saved).path();
    expect(readFileSync(path)).toEqual(Buffer.alloc(5_000, 1));
    expect(bobs.errors).toEqual([]);
  },
  300_000,
);
