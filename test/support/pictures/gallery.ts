// Files chosen and sent on the screen, and pictures as they lie in a conversation.
import { expect } from 'bun:test';
import type { Page } from 'playwright-core';
import { soon } from '../timing';

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

/**
 * So many pictures are there, and those near the view, which alone are fetched, are loaded and drawn;
 * those that go out from here are with the server.
 */
export const settled = async (page: Page, pictures: number) => {
  await page.waitForFunction((wanted) => {
    const near_px = 1_900;
    const view = document.querySelector('.message-list')?.getBoundingClientRect();
    if (view === undefined) return false;
    const all = [...document.querySelectorAll('.picture')];
    const near = all.filter((each) => {
      const { top, bottom } = each.getBoundingClientRect();
      return bottom > view.top - near_px && top < view.bottom + near_px;
    });
    const isLoaded = (each: Element) => {
      const img = each.querySelector<HTMLImageElement>('img:not(.thumbnail)');
      return img?.complete === true && img.naturalWidth > 0;
    };
    const isSending = document.querySelector('.ring, .status-icon.sending') !== null;
    return all.length === wanted && near.length > 0 && near.every(isLoaded) && !isSending;
  }, pictures);
  await drawn(page);
};
