// What axe finds on a screen, as it is now or in both schemes.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const axe = readFileSync(Bun.resolveSync('axe-core/axe.min.js', import.meta.dir), 'utf8');

interface Findings {
  violations: { id: string; nodes: { html: string }[] }[];
}

export const examine = async (page: Page): Promise<string[]> => {
  // Through the debugger: the page's own policy lets no such script in.
  const { violations } = (await page.evaluate(`${axe}; axe.run(document)`)) as Findings;
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
