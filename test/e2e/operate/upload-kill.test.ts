// SIGKILL while a file comes in parts: what was acknowledged is there, and nothing else is left.
import { expect, test } from 'bun:test';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIB } from '../../../src/protocol/limits';
import { runExecutable, startExecutable } from '../../support/executable';
import { begun, done, partsAndFiles, put, stands } from '../../support/network/upload-parts';
import { call, friends, login } from '../../support/person';
import { eventually } from '../../support/timing';

const KILLS = Number(Bun.env.KILLS ?? 6);
const part_bytes = MIB;

test(
  `${KILLS} kills: an upload goes on from what was acknowledged, and the file is whole`,
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'chat8-upload-kill-'));
    let server = await startExecutable({ dir });
    const { alice, bob } = await friends(server.url);
    const bytes = crypto.getRandomValues(new Uint8Array(65_536));
    const whole = new Uint8Array(part_bytes * KILLS * 2 + 4_321);
    for (let at = 0; at < whole.length; at += 1) whole[at] = (bytes[at & 65_535] ?? 0) ^ (at >> 16);
    const id = await begun(alice, bob, whole.length);
    let acknowledged = 0;
    let kills = 0;
    while (acknowledged < whole.length) {
      const me = { ...alice, url: server.url };
      const { offset } = (await call(server.url, 'GET', `/api/v1/upload/parts/${id}`, me)).body
        .data;
      expect(offset).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = offset;
      const isKilled = kills < KILLS;
      const killing = isKilled
        ? Bun.sleep(Math.random() * 40).then(() => server.stop('SIGKILL'))
        : undefined;
      for (let isUp = true; isUp && acknowledged < whole.length; ) {
        const piece = whole.subarray(acknowledged, acknowledged + part_bytes);
        const answer = await put(me, id, acknowledged, piece).catch(() => undefined);
        isUp = answer?.status === 200;
        if (isUp) acknowledged = answer?.body.data.offset;
      }
      if (killing === undefined) continue;
      await killing;
      kills += 1;
      server = await startExecutable({ dir });
    }
    const checked = await runExecutable({ args: ['check', '--data-dir', server.data] });
    expect(checked).toMatchObject({ code: 0 });
    // The answer may be lost with the process.
    const lost = done({ ...alice, url: server.url }, id).catch(() => undefined);
    await Promise.race([lost, Bun.sleep(3)]);
    await server.stop('SIGKILL');
    await lost;
    server = await startExecutable({ dir });
    const answer = await done({ ...alice, url: server.url }, id);
    expect(answer.status).toBe(201);
    const headers = { authorization: `Bearer ${alice.token}` };
    const there = await fetch(`${server.url}${answer.body.data.file_url}`, { headers });
    expect(Buffer.compare(await there.bytes(), whole)).toBe(0);
    await server.stop('SIGKILL');
    server = await startExecutable({ dir });
    const left = () => partsAndFiles({ dir: server.data });
    await eventually(() => left().parts === 0);
    expect(left()).toEqual({ parts: 0, files: 1 });
    expect(await runExecutable({ args: ['check', '--data-dir', server.data] })).toMatchObject({
      code: 0,
    });
    expect(await server.stop()).toBe(0);
    rmSync(dir, { recursive: true, force: true });
  },
  300_000 + KILLS * 3_000,
);

test('a backup holds no upload that is not complete, and what is restored starts without it', async () => {
  const home = mkdtempSync(join(tmpdir(), 'chat8-upload-backup-'));
  const file = join(home, 'backup.tar');
  const restored = join(home, 'other', 'data');
  await using server = await startExecutable();
  const { alice, bob } = await friends(server.url);
  const id = await begun(alice, bob, 10);
  await put(alice, id, 0, 'hello');
  const args = ['--data-dir', server.data];
  expect(await runExecutable({ args: ['backup', file, ...args] })).toMatchObject({ code: 0 });
  const order = ['restore', file, '--data-dir', restored];
  expect(await runExecutable({ args: order })).toMatchObject({ code: 0 });
  expect(existsSync(join(restored, 'parts'))).toBe(false);
  await using second = await startExecutable({ dir: join(home, 'other') });
  const again = await login(second.url, 'alice');
  expect((await stands(again, id)).status).toBe(404);
  expect((await put(alice, id, 5, 'world')).body.data).toEqual({ offset: 10 });
  rmSync(home, { recursive: true, force: true });
}, 300_000);
