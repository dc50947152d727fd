// A large file in the browser: it goes on where it stopped, also after a reload.
import { expect, test } from 'bun:test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { unroute } from '../../support/browser';
import { openPair } from '../../support/pair';

const part_bytes = 4 * 1_024 * 1_024;

test.skipIf(!isAvailable('chromium'))(
  'a file of three parts that broke off goes on after a reload, and is whole at the other end',
  async () => {
    await using pair = await openPair();
    const { alices, bobs, alice, bob } = pair;
    const bytes = Buffer.alloc(2 * part_bytes + 4_321, 'a film in the garden ');
    let parts = 0;
    // The line is there again with the next page: what this one tries meanwhile is lost.
    let isNext = false;
    await alice.route(/\/upload\/parts\/.*offset=/, async (route) => {
      parts += 1;
      await (parts > 1 && !isNext ? route.abort() : route.continue());
    });
    const broken = alice.waitForEvent('requestfailed');
    const film = join(pair.server.dir, 'film.bin');
    writeFileSync(film, bytes);
    await alice.locator('input[type=file]').setInputFiles(film);
    await alice.getByRole('button', { name: 'Send', exact: true }).click();
    await broken;
    const offsets: number[] = [];
    alice.on('request', (request) => {
      const [, offset] = /\/upload\/parts\/.*offset=(\d+)/.exec(request.url()) ?? [];
      if (isNext && offset !== undefined) offsets.push(Number(offset));
    });
    alice.once('framenavigated', () => {
      isNext = true;
      void unroute(alice);
    });
    // It asks before it leaves something unsent.
    alice.on('dialog', (dialog) => void dialog.accept());
    await alice.reload();
    await bob.locator('.file', { hasText: 'film.bin' }).waitFor();
    expect(offsets).toEqual([part_bytes, 2 * part_bytes]);
    const saved = bob.waitForEvent('download');
    await bob.locator('.file').last().click();
    expect(Buffer.compare(readFileSync(await (await saved).path()), bytes)).toBe(0);
    expect([alices.outside, bobs.errors, bobs.outside]).toEqual([[], [], []]);
  },
  300_000,
);
