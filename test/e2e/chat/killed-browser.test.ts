// The browser is killed at any moment after something was written: it is sent, once, in order.
// `KILLS=50 bun test test/e2e/chat/killed-browser.test.ts` kills it more often, up to 20 seconds after.
import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { withKey } from '../../support/data/archive';
import { openEnvelope } from '../../support/envelope';
import { startExecutable } from '../../support/executable';
import { befriend, login, register } from '../../support/person';
import { enter, openChat, say, signIn, signUp } from '../../support/screen';

const kills = Number(Bun.env.KILLS ?? 6);
/** In the suite the longest waits would only cost time. */
const wait_ms_max = kills > 6 ? 20_000 : 3_000;

interface Sent {
  id: number;
  client_id: string;
  content: string;
  message_type: string;
  sender_id: number;
}

const open = async (profile: string): Promise<{ context: BrowserContext; page: Page }> => {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: Bun.which('chromium') ?? '/usr/bin/chromium',
    headless: true,
    locale: 'en-US',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
};

/** All processes of the browser on this profile, at once, as a power cut would. */
const kill = async (context: BrowserContext, profile: string): Promise<void> => {
  const closed = new Promise((resolve) => context.once('close', resolve));
  const found = Bun.spawnSync(['pgrep', '-f', `user-data-dir=${profile}`]).stdout.toString();
  for (const pid of found.split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It went with its parent.
    }
  }
  await closed;
  for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket']) {
    rmSync(join(profile, name), { force: true });
  }
};

const sendFile = async (page: Page, name: string): Promise<void> => {
  await page.locator('input[type=file]').setInputFiles({
    name: `${name}.txt`,
    mimeType: 'text/plain',
    buffer: Buffer.from(`inside ${name}`),
  });
  await page.locator('.attachments li').waitFor();
  await say(page, name);
};

/** A killed browser may have lost its cookie: whoever was signed in signs in again. */
const comeBack = async (page: Page, url: string): Promise<void> => {
  const refreshing = page.waitForResponse(/\/auth\/refresh$/);
  await page.goto(url);
  if ((await refreshing).ok()) await page.locator('.sidebar').waitFor();
  else {
    // What was painted from the device goes, and the page begins again by itself.
    await page.locator('.entry-page form').waitFor();
    await page.waitForLoadState('networkidle');
    await signIn(page, url, 'alice', 'alice likes tea');
  }
  await openChat(page, 'bob');
  // What makes a file ready is loaded with the conversation.
  await page.waitForLoadState('networkidle');
};

test.skipIf(!isAvailable('chromium'))(
  `of what was written before the browser was killed nothing is lost and nothing sent twice (${kills} kills)`,
  async () => {
    await using server = await startExecutable({ env: { CHAT8_RATE_LIMIT: 'off' } });
    const profile = mkdtempSync(join(tmpdir(), 'chat8-kill-'));
    const written: string[] = [];
    let { context, page } = await open(profile);
    await using leaving = new AsyncDisposableStack();
    leaving.defer(async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    });
    await enter(await signUp(page, server.url, 'alice'));
    const alice = await login(server.url, 'alice');
    const bob = await register(server.url, 'bob');
    const his = await withKey(bob);
    await befriend(bob, alice);
    const hers = JSON.parse(
      (await bob.get(`/encryption/public-key/${alice.id}`)).body.data.public_key,
    ) as { x: string };

    for (let round = 0; round < kills; round += 1) {
      await comeBack(page, server.url);
      const isOffline = round % 2 === 0;
      if (isOffline) await context.setOffline(true);
      const names = [`${round} one`, `${round} file`, `${round} two`];
      await say(page, names[0] ?? '');
      await sendFile(page, names[1] ?? '');
      await say(page, names[2] ?? '');
      // What is on the screen is on the device.
      await page
        .locator('.message-list')
        .getByText(names[2] ?? '', { exact: true })
        .waitFor();
      written.push(...names);
      await Bun.sleep((wait_ms_max * round) / kills);
      await kill(context, profile);
      ({ context, page } = await open(profile));
    }
    await comeBack(page, server.url);
    await page
      .locator('.message-list')
      .getByRole('img', { name: 'Sending' })
      .first()
      .waitFor({ state: 'detached' });

    const sent: Sent[] = [];
    for (let before = ''; ; ) {
      const { messages, pagination } = (await bob.get(`/messages/${alice.id}?limit=100${before}`))
        .body.data;
      sent.unshift(...(messages as Sent[]).toReversed());
      if (pagination.next_before === null) break;
      before = `&before=${pagination.next_before}`;
    }
    const texts = sent.map(
      ({ content }) => openEnvelope(his, hers, content).body as { text: string },
    );
    expect(texts.map(({ text }) => text)).toEqual(written);
    expect(new Set(sent.map(({ client_id }) => client_id)).size).toBe(written.length);
    expect(await page.locator('.message-list').getAttribute('data-unopened')).toBe('0');
  },
  60_000 + kills * (wait_ms_max + 15_000),
);
