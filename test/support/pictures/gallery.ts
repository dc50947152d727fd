// Files chosen and sent on the screen, and pictures as they lie in a conversation.
import type { Page } from 'playwright-core';

export interface Chosen {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export const choose = (page: Page, files: Chosen[]) =>
  page.locator('input[type=file]').setInputFiles(files);
export const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click();

/** How far the view is from the end of the conversation, in pixels. */
export const toEnd = (page: Page): Promise<number> =>
  page
    .locator('.message-list')
    .evaluate((log) => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight));

/** All pictures that are there are loaded, and drawn. */
export const settled = async (page: Page, pictures: number) => {
  await page.waitForFunction(
    (wanted) => {
      const all = [...document.querySelectorAll<HTMLImageElement>('.picture img:not(.thumbnail)')];
      return all.length === wanted && all.every((each) => each.complete && each.naturalWidth > 0);
    },
    pictures,
    { timeout: 30_000 },
  );
  await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => setTimeout(go, 50))));
};

export const heights = (page: Page): Promise<number[]> =>
  page
    .locator('.picture')
    .evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().height)));
