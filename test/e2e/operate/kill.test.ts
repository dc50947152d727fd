// SIGKILL at random moments under load: nothing acknowledged is lost, nothing comes twice.
import { expect, test } from 'bun:test';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '../../support/client/client';
import { startExecutable } from '../../support/executable';
import { call, friends } from '../../support/person';
import { bytesBelow } from '../../support/scratch';
import { eventually } from '../../support/timing';

const KILLS = Number(Bun.env.KILLS ?? 20);

test(
  `${KILLS} kills under load: every message once, seq without holes, resume complete`,
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'chat8-kill-'));
    let server = await startExecutable({ dir });
    const { alice, bob } = await friends(server.url);
    const address = () => server.url;
    const clients = [createClient(address, alice), createClient(address, bob)] as const;
    const [left, right] = clients;
    for (const client of clients) client.connect();
    await left.until(() => left.seq() > 0 && right.seq() > 0);
    let sent = 0;
    const talk = setInterval(() => {
      if (left.outbox.size + right.outbox.size > 200) return;
      for (let i = 0; i < 5; i += 1) {
        left.send(bob.id, `from alice ${sent}`);
        right.send(alice.id, `from bob ${sent}`);
        sent += 1;
      }
    }, 5);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await Bun.sleep(Math.random() * 170);
      const before = left.resumes();
      await server.stop('SIGKILL');
      server = await startExecutable({ dir });
      if (kill % 4 === 0) left.tear();
      await left.until(() => left.resumes() > before);
    }
    clearInterval(talk);
    await left.until(() => left.outbox.size === 0 && right.outbox.size === 0);
    await left.until(() => left.messages.size === 2 * sent && right.messages.size === 2 * sent);
    expect(left.faults).toEqual([]);
    expect(right.faults).toEqual([]);
    expect(left.resumes()).toBeGreaterThanOrEqual(KILLS);
    expect([...left.messages.keys()].sort((a, b) => a - b)).toEqual(
      [...right.messages.keys()].sort((a, b) => a - b),
    );
    const acknowledged = [...left.acknowledged.values(), ...right.acknowledged.values()];
    expect(new Set(acknowledged).size).toBe(2 * sent);
    const path = `/api/v1/messages/${bob.id}?limit=1`;
    const history = await call(server.url, 'GET', path, { token: alice.token });
    expect(history.body.data.pagination.total).toBe(2 * sent);
    for (const client of clients) client.stop();
    expect(await server.stop()).toBe(0);
    rmSync(dir, { recursive: true, force: true });
  },
  300_000 + KILLS * 2_000,
);

/** What a crash leaves is of one moment: nothing is written between the copies of two files. */
const copyAtOnce = async ({ data, pid }: { data: string; pid: number }, to: string) => {
  process.kill(pid, 'SIGSTOP');
  // proc_pid_stat(5)
  await eventually(() => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') T '));
  const filter = (path: string) => !path.endsWith('.sock');
  cpSync(data, to, { recursive: true, filter });
  process.kill(pid, 'SIGCONT');
};

test('a deleted or edited text is in no file within 10 s, and after a crash by the next start', async () => {
  await using server = await startExecutable();
  const { alice, bob } = await friends(server.url);
  const text = 'zanzibar-marker-text';
  const written = await alice.says(bob, `first ${text}`, { client_id: 'marker' });
  const other = await alice.says(bob, `second ${text}`);
  expect((await bob.get('/messages/search?q=zanzibar')).body.data.messages).toHaveLength(2);
  expect(bytesBelow(server.data)).toContain('zanzibar');
  await alice.put(`/messages/${other.id}`, { content: 'nothing to see' });
  await alice.delete(`/messages/${written.id}`);
  const copy = mkdtempSync(join(tmpdir(), 'chat8-crash-'));
  await copyAtOnce(server, join(copy, 'data'));
  await eventually(() => !bytesBelow(server.data).includes('zanzibar'), 10_000);
  await using after = await startExecutable({ dir: copy });
  expect(bytesBelow(after.data)).not.toContain('zanzibar');
  rmSync(copy, { recursive: true, force: true });
}, 300_000);
