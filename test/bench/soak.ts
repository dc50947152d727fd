// People with realistic behaviour for a given time; memory and latencies over time.
// `bun test/bench/soak.ts [people] [minutes]`
import { readFileSync } from 'node:fs';
import { createClient } from '../support/client';
import { startExecutable } from '../support/executable';
import type { Person } from '../support/person';
import { befriend, register } from '../support/person';
import { quantile, say } from './measure';

const count = Number(process.argv[2] ?? 200);
const minutes = Number(process.argv[3] ?? 10);

await using server = await startExecutable();
const people: Person[] = [];
for (let i = 0; i < count; i += 1) people.push(await register(server.url, `person${i}`));
for (let i = 0; i + 1 < count; i += 2) {
  const [a, b] = [people[i], people[i + 1]];
  if (a && b) await befriend(a, b);
}
const clients = people.map((person) => createClient(() => server.url, person));
for (const client of clients) client.connect();

const residentMib = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1] ?? 0) /
  1_024;
const sentAt = new Map<string, number>();
const latencies: number[] = [];
const someone = () => Math.floor(Math.random() * (count - (count % 2)));

/** Each second: a tenth of them write, a few open a conversation, one loses its connection. */
const live = async () => {
  for (let i = 0; i < count / 10; i += 1) {
    const me = someone();
    const friend = people[me ^ 1];
    const client = clients[me];
    if (!friend || !client) continue;
    sentAt.set(client.send(friend.id, 'x'.repeat(20 + Math.random() * 400)), performance.now());
  }
  clients[someone()]?.tear();
  const reader = someone();
  await people[reader]?.get(`/messages/${people[reader ^ 1]?.id}`);
  for (const client of clients) {
    for (const id of client.acknowledged.keys()) {
      const at = sentAt.get(id);
      if (at === undefined) continue;
      latencies.push(performance.now() - at);
      sentAt.delete(id);
    }
  }
};

const end = Date.now() + minutes * 60_000;
let told = Date.now();
say('minute  memory MiB  messages  acknowledged within p50 ms  p99 ms');
for (const started = Date.now(); Date.now() < end; ) {
  await live();
  await Bun.sleep(200);
  if (Date.now() - told < 30_000) continue;
  told = Date.now();
  say(
    [
      ((told - started) / 60_000).toFixed(1).padStart(6),
      residentMib().toFixed(0).padStart(10),
      String(latencies.length).padStart(9),
      quantile(latencies, 0.5).toFixed(0).padStart(12),
      quantile(latencies, 0.99).toFixed(0).padStart(16),
    ].join(' '),
  );
}
const unanswered = () => clients.reduce((sum, { outbox }) => sum + outbox.size, 0);
for (let i = 0; i < 100 && unanswered() > 0; i += 1) await Bun.sleep(100);
const faults = clients.flatMap((client) => client.faults);
say(
  `${faults.length} faults, ${unanswered()} messages unanswered; latencies include a walk every 0.2 s`,
);
for (const client of clients) client.stop();
process.exitCode = faults.length === 0 && unanswered() === 0 ? 0 : 1;
