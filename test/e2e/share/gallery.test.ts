// All that was shared in a conversation, gathered; a film that nothing plays; and what other apps share
// into the client.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { openPair } from '../../support/pair';
import { arrive } from '../../support/people/arrive';
import { befriend, register } from '../../support/person';
import { choose, press } from '../../support/pictures/gallery';
import { png } from '../../support/pictures/photos';
import { closeDialog } from '../../support/screen';
import { soon } from '../../support/timing';
import { examineBoth } from '../../support/watch/axe';

const hasBrowser = isAvailable('chromium');

const picture = (name: string) => ({
  name: `${name}.png`,
  mimeType: 'image/png',
  buffer: png({ width: 300, height: 200, hasMetadata: false }),
});

/** It begins as a picture does. */
const torn = {
  name: 'torn.png',
  mimeType: 'image/png',
  buffer: Buffer.concat([picture('').buffer.subarray(0, 8), Buffer.from('and that is all')]),
};

const send = async (page: Page, files: Parameters<typeof choose>[1], text = '') => {
  await choose(page, files);
  await page
    .locator('.attachments li')
    .nth(files.length - 1)
    .waitFor();
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await press(page, 'Send');
};

test.skipIf(!hasBrowser)(
  'the gallery has the pictures, files and links of a conversation, and leads to each; axe finds nothing',
  async () => {
    await using pair = await openPair();
    const { alices, bobs, alice, bob } = pair;
    await send(alice, [torn, picture('one'), picture('two')], 'the way: https://walk.example/map');
    const album = bob.getByRole('group', { name: 'Album of 3' });
    await album.waitFor();
    const bytes = Buffer.from('this is no film');
    await send(alice, [{ name: 'film.mp4', mimeType: 'video/mp4', buffer: bytes }]);
    await send(alice, [{ name: 'plan.pdf', mimeType: 'application/pdf', buffer: bytes }]);
    await bob.locator('.file', { hasText: 'plan.pdf' }).waitFor();
    expect(await examineBoth(bob)).toEqual([]);
    // What no browser shows says so, and spoils nothing beside it.
    await album.locator('.picture').first().click();
    await album.getByText('This browser can’t show this file.').waitFor({ state: 'attached' });
    await album.locator('.picture img:not(.thumbnail)').nth(1).waitFor();
    await soon(async () => expect(await album.locator('.picture img').count()).toBe(2));
    // What none plays can be had.
    await bob.getByRole('button', { name: 'Play: film.mp4' }).click();
    const saysSo = bob
      .getByRole('paragraph')
      .filter({ hasText: 'This browser can’t show this file.' });
    await saysSo.waitFor();
    const saved = bob.waitForEvent('download');
    await bob.locator('.file', { hasText: 'film.mp4' }).click();
    expect((await saved).suggestedFilename()).toBe('film.mp4');

    await album.locator('.picture').nth(1).click();
    const viewer = bob.locator('.viewer');
    await viewer.getByRole('img', { name: 'one.png' }).waitFor();
    expect(await examineBoth(bob)).toEqual([]);
    await viewer.getByRole('button', { name: 'Media, files and links' }).click();
    const gallery = bob.getByRole('dialog', { name: 'Media, files and links' });
    await gallery.locator('canvas[data-drawn=true]').nth(1).waitFor();
    const tiles = gallery.locator('.gallery-tile');
    // The newest first, under the name of their month.
    await soon(async () => expect(await tiles.count()).toBe(4));
    await soon(async () =>
      expect(await tiles.first().getAttribute('aria-label')).toContain('film.mp4'),
    );
    await soon(async () => expect(await gallery.locator('.gallery-month').count()).toBe(1));
    expect(await examineBoth(bob)).toEqual([]);
    await tiles.nth(1).click();
    await viewer.getByRole('img', { name: 'two.png' }).waitFor();
    await bob.keyboard.press('ArrowLeft');
    await viewer.getByRole('img', { name: 'one.png' }).waitFor();
    await closeDialog(bob);
    await press(bob, 'Files');
    await gallery.locator('.file', { hasText: 'plan.pdf' }).waitFor();
    await press(bob, 'Voice');
    await gallery.getByText('No voice messages yet').waitFor();
    await press(bob, 'Links');
    const link = gallery.getByRole('link', { name: /walk\.example/ });
    await soon(async () =>
      expect(await link.getAttribute('href')).toBe('https://walk.example/map'),
    );
    expect(await examineBoth(bob)).toEqual([]);
    await gallery.getByRole('button', { name: 'Show in conversation' }).click();
    await gallery.waitFor({ state: 'detached' });
    // It lies in view, with its caption.
    await bob.waitForFunction(() => {
      const list = document.querySelector('.message-list')?.getBoundingClientRect();
      const text = [...document.querySelectorAll('.bubble .text')]
        .find((each) => each.textContent?.startsWith('the way'))
        ?.getBoundingClientRect();
      return list && text && text.top >= list.top && text.bottom <= list.bottom;
    });
    for (const browser of [alices, bobs]) {
      expect([browser.errors, browser.outside]).toEqual([[], []]);
    }
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'what another app shares waits for whom it is, and lies beside the field there',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser('en-US', undefined, 'allow');
    const page = await browser.page();
    const alice = await arrive(page, server.url, 'alice');
    await befriend(await register(server.url, 'bob'), alice);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const manifest = await page.evaluate(async () => (await fetch('/manifest.webmanifest')).json());
    expect(manifest.share_target).toMatchObject({ action: '/share', method: 'POST' });
    // The server has nothing there: what comes is the worker's.
    expect((await fetch(`${server.url}/share`, { method: 'POST', body: 'a' })).status).toBe(404);
    // As the system does it: a form of another origin, posted to the address in the manifest.
    await page.goto('about:blank');
    await page.setContent(
      `<form method="post" enctype="multipart/form-data" action="${server.url}/share">
        <input name="text" value="a walk"><input name="files" type="file" multiple><button>go</button>
      </form>`,
    );
    await page.locator('input[type=file]').setInputFiles([picture('shared')]);
    await page.getByRole('button', { name: 'go' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send to' });
    await dialog.getByText('shared.png').waitFor();
    expect(await examineBoth(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'bob' }).click();
    await page.locator('.attachments li', { hasText: 'shared.png' }).waitFor();
    const field = page.getByRole('textbox', { name: 'Message' });
    await soon(async () => expect(await field.inputValue()).toBe('a walk'));
    expect(new URL(page.url()).search).toBe('');
  },
  300_000,
);
