// How one is seen: picture, status and name, in one's own list and at a friend's.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openAlice } from '../../support/pair';
import { openSettings } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

test.skipIf(!hasBrowser)(
  'a picture is cropped by the keyboard alone, and friends see it',
  async () => {
    await using opened = await openAlice('bob');
    const { browser, page } = opened;
    const bob = opened.friend('bob');
    using device = await bob.connect();
    await openSettings(page, 'Profile');
    const picker = page.locator('.settings input[type=file]');
    await picker.setInputFiles({
      name: 'not a picture.png',
      mimeType: 'image/png',
      buffer: Buffer.from('nothing'),
    });
    await page.getByText('This picture can’t be read').waitFor();
    const red = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(400, 200);
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.fillStyle = '#ff0000';
      context.fillRect(0, 0, 200, 200);
      context.fillStyle = '#0000ff';
      context.fillRect(200, 0, 200, 200);
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    });
    const file = { name: 'two.png', mimeType: 'image/png', buffer: Buffer.from(red) };
    await picker.setInputFiles(file);
    const save = page
      .locator('.dialog.slim')
      .getByRole('button', { name: 'Save', disabled: false });
    await save.waitFor();
    await page.locator('.crop').focus();
    // The picture goes to the right, until its left half alone is inside.
    for (let at = 0; at < 30; at += 1) await page.keyboard.press('ArrowRight');
    await save.click();
    const { data } = await device.event('profile_updated');
    expect(String(data.avatar)).toMatch(/^\/api\/v1\/avatars\/[a-z0-9]+$/);
    await page.locator('.avatar-editor .avatar img').waitFor();
    const pixel = await page.evaluate(async (address) => {
      const picture = await createImageBitmap(await (await fetch(address)).blob());
      const context = new OffscreenCanvas(1, 1).getContext(
        '2d',
      ) as OffscreenCanvasRenderingContext2D;
      context.drawImage(picture, 0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data];
    }, String(data.avatar));
    expect(pixel[0]).toBeGreaterThan(200);
    expect(pixel[2]).toBeLessThan(60);

    // A name with a mistake is told at its field; a good one is what friends hear.
    const form = page.locator('.settings-page form');
    await page.getByLabel('Name', { exact: true }).fill('...');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('nothing invisible').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Anna 🌻');
    await form.getByRole('button', { name: 'Save' }).click();
    await device.next(({ data }) => data?.display_name === 'Anna 🌻');
    // A friend is shown as they want to be called.
    expect((await bob.put('/user/profile', { display_name: 'The builder' })).status).toBe(200);
    await page.locator('.list .row-name').getByText('The builder').waitFor();
    await soon(async () =>
      expect(await page.locator('.list .row-name').textContent()).toBe('The builder'),
    );

    await page.getByRole('button', { name: 'away' }).click();
    await device.next(({ type, data }) => type === 'user_status' && data.status === 'away');
    // Kept to oneself, from now on.
    await page.locator('.settings-list').getByRole('button', { name: 'Privacy' }).click();
    const presence = page.getByRole('group', { name: 'Online and last seen' });
    await presence.getByRole('button', { name: 'Don’t show' }).click();
    await page.getByText('You appear offline to friends').waitFor();
    await device.next(({ type, data }) => type === 'user_status' && data.status === 'offline');
    await presence.getByRole('button', { name: 'Show', exact: true }).click();
    // One's own face above the pages leads there, too.
    await page.locator('.settings-head').click();
    await page.getByRole('button', { name: 'Remove picture' }).click();
    await page.locator('.avatar-editor .avatar img').waitFor({ state: 'detached' });
    expect(browser.errors.filter((line) => !line.includes('404'))).toEqual([]);
    expect(browser.outside).toEqual([]);
  },
  300_000,
);
