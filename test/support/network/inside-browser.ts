// Headless Chromium inside a network namespace, driven from outside through its pipe. It trusts the
// tests' own authority, and asks nobody but the server.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { CONTEXT, launchingShell, watchContext } from '../browser';
import { HOST } from './internet';
import type { Namespaces } from './namespaces';

const quote = (text: string) => `'${text}'`;

/** It takes authorities from the store of NSS in its home. */
const trust = (home: string, ca: string): void => {
  const store = join(home, '.pki/nssdb');
  mkdirSync(store, { recursive: true });
  const added = ['-A', '-n', 'tests', '-t', 'C,,', '-i', ca];
  for (const args of [['-N', '--empty-password'], added]) {
    const done = Bun.spawnSync(['certutil', '-d', `sql:${store}`, ...args]);
    if (done.exitCode !== 0) throw new Error(`certutil: ${done.stderr}`);
  }
};

export const openInsideBrowser = async (
  namespaces: Namespaces,
  host: string,
  /** The certificate of the authority. */
  ca: string,
) => {
  const home = join(namespaces.dir, `home-${host}`);
  trust(home, ca);
  const script = join(home, 'chromium');
  const enter = namespaces.enter(host).map(quote).join(' ');
  const command = `${enter} ${quote(launchingShell.executablePath)}`;
  writeFileSync(script, `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(script, 0o755);
  const args = launchingShell.args.filter((arg) => !arg.startsWith('--host-resolver-rules'));
  const browser = await chromium.launch({
    ...launchingShell,
    executablePath: script,
    args,
    env: { ...Bun.env, HOME: home, PATH: `${Bun.env.PATH}:/usr/sbin:/sbin` },
  });
  const context = await browser.newContext({
    ...CONTEXT,
    locale: 'en-US',
    serviceWorkers: 'block',
  });
  const watched = await watchContext(context, (name) => name === HOST);
  return { ...watched, [Symbol.asyncDispose]: () => browser.close() };
};
