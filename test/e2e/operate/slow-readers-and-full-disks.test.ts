// Slow readers and full disks are ordinary life.
import { expect, test } from 'bun:test';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { createClient } from '../../support/client/client';
import { startExecutable } from '../../support/executable';
import { frontSettings, trusted } from '../../support/network/behind-front';
import { connectSilent } from '../../support/network/silent';
import { call, friends } from '../../support/person';
import { inTime } from '../../support/timing';

const residentMib = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

test('a reader that never reads is closed, harms nobody, and has it all after its return', async () => {
  // Behind the front of TLS, which holds back as well what is not read.
  await using server = trusted(await startExecutable({ env: frontSettings() }));
  const { alice, bob } = await friends(server.url);
  const { epoch, seq } = (await bob.get('/events')).body.data;
  const silent = await connectSilent(server.url, `/ws/${bob.id}?token=${bob.token}`);
  using healthy = await bob.connect();
  const before_mib = residentMib(server.pid);
  const writer = createClient(() => server.url, alice);
  writer.connect();
  await writer.until(() => writer.seq() > 0);
  const content = 'x'.repeat(1_000);
  const count = 20_000;
  for (let sent = 0; sent < count; ) {
    for (let i = 0; i < 200; i += 1, sent += 1) writer.send(bob.id, `${sent} ${content}`);
    await writer.until(() => writer.outbox.size < 400);
  }
  await writer.until(() => writer.outbox.size === 0);
  await healthy.next(({ data }) => String(data?.content).startsWith(`${count - 1} `));
  expect(healthy.frames.filter(({ type }) => type === 'new_message')).toHaveLength(count);
  expect(residentMib(server.pid) - before_mib).toBeLessThan(200);
  silent.end();
  await silent.closed;
  using back = await bob.connect(`&since=${seq}&epoch=${epoch}`);
  await back.next(({ data }) => String(data?.content).startsWith(`${count - 1} `));
  const seqs = back.frames.flatMap((frame) => (frame.seq === undefined ? [] : [frame.seq]));
  expect(seqs).toEqual(seqs.map((_, i) => seq + 1 + i));
  expect(back.frames.filter(({ type }) => type === 'new_message')).toHaveLength(count);
  writer.stop();
  expect(writer.faults).toEqual([]);
}, 300_000);

test.skipIf(!isAvailable('prlimit'))(
  'a full disk: sends are refused within a second, reads go on, and it recovers by itself',
  async () => {
    await using server = await startExecutable();
    const { alice, bob } = await friends(server.url);
    await alice.says(bob, 'before');
    const found = () => bob.get('/messages/search?q=before');
    expect((await found()).body.data.messages).toHaveLength(1);
    await alice.says(bob, 'not in the index yet');
    const limit = (bytes: number | 'unlimited') =>
      Bun.spawnSync(['prlimit', `--pid=${server.pid}`, `--fsize=${bytes}:unlimited`]);
    expect(limit(statSync(join(server.data, 'chat8.db')).size).exitCode).toBe(0);
    const refused = [];
    const draft = { receiver_id: bob.id, content: 'x'.repeat(60_000), client_id: 'the one' };
    for (let i = 0; i < 40; i += 1) {
      const asked = alice.post('/messages', { ...draft, client_id: `full ${i}` });
      await inTime(asked, 1_000);
      const answer = await asked;
      if (answer.status === 503) refused.push(answer.body.error.code);
    }
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused)).toEqual(new Set(['SERVER_002']));
    const history = await bob.get(`/messages/${alice.id}?limit=100`);
    expect(history.status).toBe(200);
    expect(history.body.data.pagination.total).toBe(2 + 40 - refused.length);
    expect((await found()).body.data?.messages).toHaveLength(1);
    // Housekeeping may have emptied the log meanwhile, and a small write would find room in it.
    expect(limit(1).exitCode).toBe(0);
    expect((await call(server.url, 'GET', '/healthz')).status).toBe(503);
    limit('unlimited');
    expect((await alice.post('/messages', draft)).status).toBe(200);
    expect((await call(server.url, 'GET', '/healthz')).status).toBe(200);
    const after = await bob.get(`/messages/${alice.id}?limit=1`);
    expect(after.body.data.pagination.total).toBe(3 + 40 - refused.length);
  },
  300_000,
);
