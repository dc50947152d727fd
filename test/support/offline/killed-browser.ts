// A browser with a profile on the disk, which is killed and started again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { CONTEXT, launchingShell } from '../browser';

const open = async (profile: string): Promise<{ context: BrowserContext; page: Page }> => {
  const context = await chromium.launchPersistentContext(profile, {
    ...launchingShell,
    ...CONTEXT,
    locale: 'en-US',
  });
  context.setDefaultTimeout(60_000);
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

export const startKilledBrowser = async () => {
  const profile = mkdtempSync(join(tmpdir(), 'chat8-kill-'));
  let opened = await open(profile);
  return {
    page: () => opened.page,
    context: () => opened.context,
    /** So slow that what is under way stays so for a while. */
    async slowDown(bytes_per_s: number): Promise<void> {
      const session = await opened.context.newCDPSession(opened.page);
      const rates = { downloadThroughput: bytes_per_s, uploadThroughput: bytes_per_s };
      const line = { offline: false, latency: 0, ...rates };
      await session.send('Network.emulateNetworkConditions', line);
    },
    /** The same browser again, with an empty page. It writes its cookies down twice a minute. */
    async killAndStart({ keepsCookies }: { keepsCookies: boolean }): Promise<void> {
      const cookies = keepsCookies ? await opened.context.cookies() : [];
      await kill(opened.context, profile);
      opened = await open(profile);
      await opened.context.addCookies(cookies);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await opened.context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
};
