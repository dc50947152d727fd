// Around a call: other tabs, a lost line, a restarted server, a shared screen, and what the server keeps.
import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import {
  openPair,
  press,
  received,
  silence,
  talkByVoice,
  until,
} from '../../support/calls/talking';
import { startExecutable } from '../../support/executable';
import { soon } from '../../support/timing';

/** What only the two may know of their connections: how each proves itself, and to whom. */
const marksOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] };
    return connections.flatMap(({ localDescription }) =>
      [...(localDescription?.sdp ?? '').matchAll(/a=(?:fingerprint:sha-256 |ice-pwd:)(\S+)/g)].map(
        ([, mark = '']) => mark,
      ),
    );
  });

const filesOf = (dir: string): Buffer[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));

test.skipIf(!isAvailable('chromium'))(
  'another tab stops to ring, a screen is shared, and nothing of the two’s signals is at the server',
  async () => {
    await using server = await startExecutable();
    await using pair = await openPair(server.url);
    const { alice, bob } = pair;
    const other = await bob.context().newPage();
    await other.goto(server.url);
    await other.locator('.row', { hasText: 'alice' }).waitFor();

    await press(alice, 'Call bob');
    for (const page of [bob, other]) await page.getByRole('button', { name: 'Answer' }).waitFor();
    await press(bob, 'Answer');
    await other.getByText('Answered on another device').waitFor();
    await soon(async () => expect(await other.getByRole('dialog').count()).toBe(0));
    for (const page of [alice, bob]) await until(page, ({ energy }) => energy > silence);

    // What headless Chromium has in place of a screen.
    await alice.evaluate(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
      const pen = canvas.getContext('2d');
      setInterval(() => pen?.fillRect(Math.random() * 600, Math.random() * 300, 9, 9), 50);
      const getDisplayMedia = async () => canvas.captureStream(15);
      Object.assign(navigator.mediaDevices, { getDisplayMedia });
    });
    await press(alice, 'Share screen');
    await bob.getByText('alice shares a screen').waitFor();
    const before = await received(bob);
    await until(bob, ({ frames }) => frames > before.frames + 5);
    await press(alice, 'Stop sharing');
    await bob.getByText('alice shares a screen').waitFor({ state: 'detached' });

    const marks = [...(await marksOf(alice)), ...(await marksOf(bob))];
    expect(marks.length).toBeGreaterThanOrEqual(4);
    const found = filesOf(server.dir).filter((file) => marks.some((mark) => file.includes(mark)));
    expect(found).toEqual([]);
    expect(marks.filter((mark) => server.output().includes(mark))).toEqual([]);
    expect([...pair.errors(), ...pair.outside()]).toEqual([]);
  },
  300_000,
);

test.skipIf(!isAvailable('chromium'))(
  'a call goes on over a lost line and a restarted server',
  async () => {
    await using server = await startExecutable();
    await using pair = await openPair(server.url);
    const { alice, bob } = pair;
    await talkByVoice(alice, bob);

    await bob.context().setOffline(true);
    await bob.waitForTimeout(1_000);
    await bob.context().setOffline(false);
    const lost = await received(alice);
    await until(alice, ({ energy }) => energy > lost.energy + silence);
    await press(bob, 'Mute');
    await alice.getByText('bob is muted').waitFor();
    await press(bob, 'Unmute');
    await alice.getByText('bob is muted').waitFor({ state: 'detached' });

    const { dir } = server;
    await server.stop();
    const CHAT8_PORT = new URL(server.url).port;
    await using restarted = await startExecutable({ dir, env: { CHAT8_PORT } });
    expect(restarted.url).toBe(server.url);
    await press(alice, 'Mute');
    await bob.getByText('alice is muted').waitFor();
    await press(bob, 'End call');
    await alice.locator('.call-line', { hasText: /Voice call, 0:\d\d/ }).waitFor();
  },
  300_000,
);
