// Conversations taken along with a real browser: as a download through the service worker, into a file,
// and opened afterwards without any network.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { unpack } from '../../support/client/taken-along';
import { withKey } from '../../support/data/archive';
import { startExecutable } from '../../support/executable';
import { arrive } from '../../support/people/arrive';
import { befriend, register } from '../../support/person';
import { closeDialog, openChat, openSettings, say } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

/** What browsers without File System Access, or with a full disk, have in its place. */
const FILES = `
  const disk = { isFull: false };
  Object.assign(window, { disk, showSaveFilePicker: undefined });
  window.useFiles = () => {
    window.showSaveFilePicker = async ({ suggestedName }) => {
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle(suggestedName, { create: true });
      const open = handle.createWritable.bind(handle);
      const remove = handle.remove.bind(handle);
      let isHeld = disk.isFull;
      // As Chromium now and then: what was being written is held for a moment longer.
      handle.remove = async () => {
        if (!isHeld) return remove();
        isHeld = false;
        throw new DOMException('still being written', 'NoModificationAllowedError');
      };
      handle.createWritable = async () => {
        const file = await open();
        if (disk.isFull) file.write = async () => { throw new DOMException('full', 'QuotaExceededError'); };
        return file;
      };
      return handle;
    };
  };
`;

/** The files that the page has written, by name. */
const written = (page: Page): Promise<Record<string, number[]>> =>
  page.evaluate(async () => {
    const all: Record<string, number[]> = {};
    const folder = await navigator.storage.getDirectory();
    for await (const [name, handle] of folder as unknown as AsyncIterable<
      [string, FileSystemFileHandle]
    >) {
      all[name] = [...new Uint8Array(await (await handle.getFile()).arrayBuffer())];
    }
    return all;
  });

const takeAll = (page: Page) =>
  page.locator('.dialog').getByRole('button', { name: 'Export all chats' }).click();

test.skipIf(!hasBrowser)(
  'what is taken along is read without a network, and a full disk leaves nothing behind',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser('en-US', undefined, 'allow');
    const page = await browser.page();
    await page.addInitScript(FILES);
    const alice = await arrive(page, server.url, 'alice');
    const bob = await register(server.url, 'bob');
    await befriend(bob, alice);
    await withKey(bob);
    await openChat(page, 'bob');
    await say(page, 'sealed *words*');
    await page.locator('.message-list').getByText('sealed').waitFor();
    const picture = await page.screenshot();
    await page
      .locator('.composer input[type=file]')
      .first()
      .setInputFiles({ name: 'the garden.png', mimeType: 'image/png', buffer: picture });
    await page.locator('.attachments li').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('.picture img:not(.thumbnail)').waitFor();
    await bob.says(alice, 'from bob, in the clear');
    await page.locator('.message-list').getByText('from bob').waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);

    await openSettings(page, 'Storage and account');
    const [download] = await Promise.all([page.waitForEvent('download'), takeAll(page)]);
    const path = await download.path();
    await page.locator('.dialog').getByText('Exported: 3 messages, 1 file.').waitFor();
    const zip = await Bun.file(path).bytes();
    using found = unpack(new Map([['all.zip', zip]]));

    {
      await using offline = await openBrowser();
      await offline.context.unrouteAll();
      await offline.context.setOffline(true);
      const reader = await offline.page();
      const [folder = ''] = found.names[0]?.split('/') ?? [];
      await reader.goto(`file://${found.dir}/${folder}/index.html`);
      await reader.getByText('Everything could be opened.').waitFor();
      await reader.locator('.list a').first().click();
      const texts = await reader.locator('li.message .text').allTextContents();
      expect(texts).toEqual(['sealed words', 'from bob, in the clear']);
      await soon(async () =>
        expect(await reader.locator('.text strong').textContent()).toBe('words'),
      );
      await reader.waitForFunction(() => (document.querySelector('img')?.naturalWidth ?? 0) > 0);
      expect(offline.errors).toEqual([]);
    }

    // Into a file, of the same content; then there is no room, and nothing is left.
    await page.evaluate('window.useFiles()');
    await page.locator('.export-status').getByRole('button', { name: 'Close' }).click();
    await takeAll(page);
    await page.locator('.dialog').getByText('Exported: 3 messages, 1 file.').waitFor();
    const [name = '', bytes = []] = Object.entries(await written(page))[0] ?? [];
    using again = unpack(new Map([[name, new Uint8Array(bytes)]]));
    expect(again.names).toEqual(found.names);
    await page.evaluate(async (file) => {
      await (await navigator.storage.getDirectory()).removeEntry(file);
      (window as unknown as { disk: { isFull: boolean } }).disk.isFull = true;
    }, name);
    await page.locator('.export-status').getByRole('button', { name: 'Close' }).click();
    await takeAll(page);
    await page.locator('.dialog').getByText('there isn’t enough space on this device').waitFor();
    await soon(async () => expect(await written(page)).toEqual({}));
    await closeDialog(page);
    await page.locator('.banner').getByText('there isn’t enough space').waitFor();

    // Safari has neither files nor downloads from a worker: the whole file comes out of memory.
    await page.evaluate(() =>
      Object.assign(window, { showSaveFilePicker: undefined, GestureEvent: UIEvent }),
    );
    await openSettings(page, 'Storage and account');
    await page.locator('.export-status').getByRole('button', { name: 'Close' }).click();
    const [blob] = await Promise.all([page.waitForEvent('download'), takeAll(page)]);
    expect(blob.url()).toStartWith('blob:');
    using ofMemory = unpack(new Map([['all.zip', await Bun.file(await blob.path()).bytes()]]));
    expect(ofMemory.names).toEqual(found.names);
    expect(browser.errors).toEqual([]);
  },
  300_000,
);
