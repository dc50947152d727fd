// What axe finds on a screen: as it is now, in both schemes, or on a desk and on a phone, too, with what
// reaches beyond the edge at twice the text size.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const axe = readFileSync(Bun.resolveSync('axe-core/axe.min.js', import.meta.dir), 'utf8');
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

/** All rules are asked; paths to elements, and where all is well, nobody reads. */
const WANTED = JSON.stringify({ resultTypes: ['violations'], selectors: false });

interface Findings {
  violations: { id: string; nodes: { html: string }[] }[];
}

export const examine = async (page: Page): Promise<string[]> => {
  // Through the debugger: the page's own policy lets no such script in. Once for each page.
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe);
  const { violations } = (await page.evaluate(`axe.run(document, ${WANTED})`)) as Findings;
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
};

export const examineBoth = async (page: Page): Promise<string[]> => {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await examine(page)).map((line) => `${colorScheme} ${line}`));
  }
  return found;
};

/** What reaches beyond the right edge, with the text at twice its size. */
const overflow = async (page: Page): Promise<string[]> => {
  const wide = await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
    // What is cut off with an ellipsis, or scrolls in a frame of its own, is where it belongs.
    const isHeld = (each: Element): boolean => {
      const outer = each.parentElement;
      if (outer === null || outer === document.body) return false;
      const isFrame = getComputedStyle(outer).overflowX !== 'visible';
      return (isFrame && outer.getBoundingClientRect().right <= innerWidth + 1) || isHeld(outer);
    };
    const found = [...document.querySelectorAll('body *')]
      .filter((each) => {
        const { left, right, width } = each.getBoundingClientRect();
        return width > 1 && left < innerWidth && right > innerWidth + 1;
      })
      .filter((each) => !each.closest('svg, .promise, .visually-hidden') && !isHeld(each))
      .map((each) => `beyond the edge: ${each.outerHTML.slice(0, 120)}`);
    document.documentElement.style.fontSize = '';
    return found;
  });
  return wide.slice(0, 3);
};

/** Collects what is wrong with each screen. */
export const gallery = (page: Page) => {
  const found: Record<string, string[]> = {};
  return {
    found,
    look: async (name: string) => {
      const wrong: string[] = [];
      for (const [colorScheme, size] of [
        ['light', DESK],
        ['dark', PHONE],
      ] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize(size);
        wrong.push(...(await examine(page)).map((line) => `${colorScheme} ${line}`));
      }
      wrong.push(...(await overflow(page)));
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await page.setViewportSize(DESK);
      wrong.push(...(await examine(page)).map((line) => `desk, dark ${line}`));
      found[name] = wrong;
    },
    clean: () => Object.fromEntries(Object.keys(found).map((name) => [name, []])),
  };
};
