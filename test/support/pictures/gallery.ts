// Files chosen and sent on the screen, and pictures as they lie in a conversation.
import { expect } from 'bun:test';
import type { Page } from 'playwright-core';
import { soon } from '../scratch';

export interface Chosen {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export const choose = (page: Page, files: Chosen[]) =>
  page.locator('input[type=file]').setInputFiles(files);
export const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click();

interface Drawn {
  /** How far the view is from the end of the conversation. */
  to_end_px: number;
  /** How far below the top of the view the line above what is unread is; null if there is none. */
  line_px: number | null;
  /** The same of the lower edge of the day above it. */
  day_px: number | null;
  heights_px: number[];
}

/**
 * The conversation in a frame as it is drawn. Between two frames there is more than anybody sees: a
 * message has come or grown, and the list is moved with the next frame.
 */
export const drawn = (page: Page): Promise<Drawn> =>
  page.evaluate(
    () =>
      new Promise<Drawn>((resolve) => {
        // Observers are asked in the order in which they were made: the list's own has been.
        const watch = new ResizeObserver(() => {
          watch.disconnect();
          const list = document.querySelector('.message-list');
          const { top = 0 } = list?.getBoundingClientRect() ?? {};
          const line = list?.querySelector('.unread-line');
          const day = line?.closest('section')?.querySelector('.day');
          const all = [...(list?.querySelectorAll('.picture') ?? [])];
          resolve({
            to_end_px: list
              ? Math.round(list.scrollHeight - list.scrollTop - list.clientHeight)
              : Number.NaN,
            line_px: line ? line.getBoundingClientRect().top - top : null,
            day_px: day ? day.getBoundingClientRect().bottom - top : null,
            heights_px: all.map((each) => Math.round(each.getBoundingClientRect().height)),
          });
        });
        watch.observe(document.documentElement);
      }),
  );

export const isAtEnd = (page: Page): Promise<void> =>
  soon(async () => expect((await drawn(page)).to_end_px).toBeLessThanOrEqual(1));

/** All pictures that are there are loaded, and drawn; those that go out from here are with the server. */
export const settled = async (page: Page, pictures: number) => {
  await page.waitForFunction((wanted) => {
    const all = [...document.querySelectorAll<HTMLImageElement>('.picture img:not(.thumbnail)')];
    const isSending = document.querySelector('.ring, .status-icon.sending') !== null;
    const isLoaded = all.every((each) => each.complete && each.naturalWidth > 0);
    return all.length === wanted && isLoaded && !isSending;
  }, pictures);
  await drawn(page);
};
