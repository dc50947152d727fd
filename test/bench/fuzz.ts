// Seeded nonsense in the long form: `bun test/bench/fuzz.ts [requests] [seed]`

import { fuzz } from '../support/attack/fuzz';
import { startExecutable } from '../support/executable';
import { say } from './measure';

const requests = Number(process.argv[2] ?? 1_000_000);
const first = Number(process.argv[3] ?? 1);
const part = 10_000;

await using server = await startExecutable();
for (let sent = 0; sent < requests; sent += part) {
  const seed = first + sent / part;
  const { statuses, frames } = await fuzz(server.url, seed, Math.min(part, requests - sent));
  const counts = Object.entries(statuses).map(([status, count]) => `${status}: ${count}`);
  say(`seed ${seed}: ${counts.join(', ')}; ${frames} frames`);
}
if ((await fetch(`${server.url}/healthz`)).status !== 200) throw new Error('it is not well');
if (server.output().includes('a request failed')) throw new Error(server.output());
say(`${requests} requests, the same process, no fault`);
