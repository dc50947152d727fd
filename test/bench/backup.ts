// What a backup of years costs those who write meanwhile: 200 messages a second, each with its
// answer's time, without a backup and beside one, plain and sealed.
// `bun test/bench/backup.ts [messages] [MiB of files] [seconds]`
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { spawnExecutable, startExecutable } from '../support/executable';
import { quantile, say } from './measure';
import { longLived } from './years';

const messages = Number(process.argv[2] ?? 500_000);
const file_mib = Number(process.argv[3] ?? 1_024);
const seconds = Number(process.argv[4] ?? 8);
const writes_per_s = 200;

const { dir, data, ann, ben } = await longLived(messages, file_mib);
await using server = await startExecutable({ dir });

/** Sends at its pace, however long an answer takes, until it is told to end. */
const write = async (isOver: () => boolean) => {
  const times: number[] = [];
  const waiting = new Set<Promise<void>>();
  const started = performance.now();
  const body = JSON.stringify({ receiver_id: ben.id, content: 'a message like any other' });
  const headers = { authorization: `Bearer ${ann.token}`, 'content-type': 'application/json' };
  const send = async (due: number) => {
    const answer = await fetch(`${server.url}/api/v1/messages`, { method: 'POST', headers, body });
    if (answer.status !== 200) throw new Error(`a message was refused with ${answer.status}`);
    await answer.arrayBuffer();
    // From when it was due: a loop that stands still holds up those that it did not take yet.
    times.push(performance.now() - due);
  };
  for (let sent = 0; !isOver(); ) {
    const due = started + (sent * 1_000) / writes_per_s;
    const early = due - performance.now();
    if (early > 0) await Bun.sleep(early);
    const sending = send(due).finally(() => waiting.delete(sending));
    waiting.add(sending);
    sent += 1;
  }
  await Promise.all(waiting);
  return { p99_ms: quantile(times, 0.99), max_ms: Math.max(...times), count: times.length };
};

const peakMib = (pid: number) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

const beside = async (name: string, env: Record<string, string>) => {
  const file = join(dir, name);
  const child = spawnExecutable({ args: ['backup', file, '--data-dir', data], env });
  let isOver = false;
  let peak_mib = 0;
  const look = setInterval(() => {
    try {
      peak_mib = Math.max(peak_mib, peakMib(child.pid));
    } catch {
      // It has ended.
    }
  }, 50);
  const started = performance.now();
  const ended = child.exited.then((code) => {
    isOver = true;
    if (code !== 0) throw new Error('the backup failed');
    return (performance.now() - started) / 1_000;
  });
  const [written, took_s] = await Promise.all([write(() => isOver), ended]);
  clearInterval(look);
  const mib = statSync(file).size / 1_024 ** 2;
  rmSync(file);
  return { ...written, took_s, peak_mib, mib };
};

const end = performance.now() + 2_000;
await write(() => performance.now() > end);
const until = performance.now() + seconds * 1_000;
const quiet = await write(() => performance.now() > until);
for (const [name, env] of [
  ['plain.tar', {}],
  ['sealed.tar.age', { CHAT8_BACKUP_PASSPHRASE: 'eight swans cross the lake' }],
] as [string, Record<string, string>][]) {
  const busy = await beside(name, env);
  say(
    `${name}: ${messages} messages and ${file_mib} MiB of files in ${busy.took_s.toFixed(1)} s, ` +
      `${busy.mib.toFixed(0)} MiB, memory ${busy.peak_mib.toFixed(0)} MiB; ${writes_per_s} writes ` +
      `a second meanwhile: p99 ${busy.p99_ms.toFixed(1)} ms, ${quiet.p99_ms.toFixed(1)} without, ` +
      `+${(busy.p99_ms - quiet.p99_ms).toFixed(1)} ms (target ≤ +50), longest ${busy.max_ms.toFixed(0)} ms`,
  );
}
await server.stop();
rmSync(dir, { recursive: true, force: true });
