// `bun run dev`: what one types into a source is on the page that is open.
import { expect, test } from 'bun:test';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { outside } from '../../support/executable';
import { soon } from '../../support/timing';

const root = join(import.meta.dir, '../../..');

/** A copy of the sources, to be changed. */
const checkout = () => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-dev-'));
  for (const name of ['src', 'drizzle', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, name), join(dir, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  return dir;
};

const develop = async (dir: string) => {
  const { dev } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')).scripts;
  const [, ...args] = dev.split(' ');
  const child = Bun.spawn(
    [process.execPath, ...args, '--port=0', '--host=127.0.0.1', '--relay=off'],
    {
      cwd: dir,
      env: outside(),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  for await (const chunk of child.stdout) {
    output += Buffer.from(chunk).toString();
    const url = /listening on (http:\S+)/.exec(output)?.[1];
    if (url) return { url, child };
  }
  throw new Error(`the server ended:\n${output}`);
};

test.skipIf(!isAvailable('chromium'))(
  'a change of a style is on the open page at once, and of a text by itself',
  async () => {
    const dir = checkout();
    const { url, child } = await develop(dir);
    await using browser = await openBrowser();
    try {
      const page = await browser.page();
      await page.goto(url);
      await page.getByRole('heading', { name: 'Create your account' }).waitFor();
      await page.getByLabel('Username', { exact: true }).fill('half a na');
      const change = (name: string, from: string, to: string) => {
        const path = join(dir, 'src/web', name);
        writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
      };
      change('view/ui/variables.css', 'light-dark(#f5f3ed,', 'light-dark(rgb(1, 2, 3),');
      await page.waitForFunction(
        () => getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)',
      );
      // The page itself was not loaded anew.
      const field = page.getByLabel('Username', { exact: true });
      await soon(async () => expect(await field.inputValue()).toBe('half a na'));
      change('i18n/en/entry.ts', 'Create your account', 'Good to see you');
      await page.getByRole('heading', { name: 'Good to see you' }).waitFor();
      expect([browser.errors, browser.outside]).toEqual([[], []]);
    } finally {
      child.kill();
      await child.exited;
      rmSync(dir, { recursive: true, force: true });
    }
  },
  300_000,
);
