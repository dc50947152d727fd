// The executable on a database of a million messages: from its start to the first answer, and
// what it holds in memory with 50 people connected who say nothing.
// `bun test/bench/years-start.ts [messages] [rounds]`
import { readFileSync, rmSync } from 'node:fs';
import { startExecutable } from '../support/executable';
import { connectSilent } from '../support/network/silent';
import { register } from '../support/person';
import { median, say } from './measure';
import { longLived } from './years';

const messages = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 9);
const people = 50;

const { dir } = await longLived(messages, 0);
const firstAnswer = async (stop: NodeJS.Signals) => {
  const started = performance.now();
  const server = await startExecutable({ dir });
  await (await fetch(`${server.url}/healthz`)).json();
  const took_ms = performance.now() - started;
  await server.stop(stop);
  return took_ms;
};
const clean: number[] = [];
for (let i = 0; i < rounds; i += 1) clean.push(await firstAnswer('SIGTERM'));
await firstAnswer('SIGKILL');
const unclean: number[] = [];
for (let i = 0; i < rounds; i += 1) unclean.push(await firstAnswer('SIGKILL'));
say(
  `start to first answer with ${messages} messages: ${median(clean).toFixed(0)} ms ` +
    `(target ≤ 100), after a crash ${median(unclean).toFixed(0)} ms`,
);

const server = await startExecutable({ dir });
const sockets = [];
for (let i = 0; i < people; i += 1) {
  const { id, token } = await register(server.url, `person${i}`);
  sockets.push(await connectSilent(server.url, `/ws/${id}?token=${token}`));
}
await Bun.sleep(10_000);
const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
const resident_mib = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
say(`idle with ${people} people connected: ${resident_mib.toFixed(0)} MiB (target ≤ 120)`);
for (const socket of sockets) socket.end();
await server.stop();
rmSync(dir, { recursive: true, force: true });
