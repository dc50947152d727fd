// People with realistic behaviour for a given time; memory and latencies over time.
// `bun test/bench/soak.ts [people] [minutes]`
import { readFileSync } from 'node:fs';
import type { Client } from '../support/client/client';
import { createClient } from '../support/client/client';
import { startExecutable } from '../support/executable';
import type { Person } from '../support/person';
import { befriend, register } from '../support/person';
import { quantile, say } from './measure';

const count = Number(process.argv[2] ?? 200);
const minutes = Number(process.argv[3] ?? 10);

// The clients renew their tokens; those who open conversations by REST keep their first one.
const env = { CHAT8_TOKEN_TTL: String(minutes * 60 + 3_600) };
await using server = await startExecutable({ env });
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
const waiting = new Map<string, { client: Client; at: number }>();
const latencies: number[] = [];
const someone = () => Math.floor(Math.random() * (count - (count % 2)));
const isNow = (chance: number) => Math.random() < chance;

/** What people do with what they have: read it, change it, take it back, look for it. */
const handle = async (me: Person, friend: Person) => {
  const { messages } = (await me.get(`/messages/${friend.id}?limit=20`)).body.data;
  const [newest] = messages;
  if (newest === undefined) return;
  await me.put(`/conversations/${friend.id}/read`, { up_to: newest.id });
  const own = messages.find(({ sender_id }: { sender_id: number }) => sender_id === me.id);
  if (own && isNow(0.2)) await me.put(`/messages/${own.id}`, { content: `better ${own.id}` });
  if (isNow(0.3)) await me.put(`/messages/${newest.id}/reactions/${encodeURIComponent('👍')}`);
  if (own && isNow(0.1)) await me.delete(`/messages/${own.id}`);
  if (isNow(0.1)) await me.get('/messages/search?q=better');
  if (isNow(0.1)) await me.get('/conversations');
};

const sendFile = async (me: Person, friend: Person) => {
  const form = new FormData();
  form.set('receiver_id', String(friend.id));
  form.set('file', new Blob(['x'.repeat(20_000 * Math.random())]), 'notes.txt');
  const { body } = await me.post('/upload/file', form);
  const { file_url: content, file_id } = body.data;
  await me.says(friend, content, { file_id, message_type: 'file' });
};

/** Each turn a tenth of them write, one reads, one loses its connection, and now and then a file. */
const live = async () => {
  for (let i = 0; i < count / 10; i += 1) {
    const me = someone();
    const friend = people[me ^ 1];
    const client = clients[me];
    if (!friend || !client) continue;
    const id = client.send(friend.id, 'x'.repeat(20 + Math.random() * 400));
    waiting.set(id, { client, at: performance.now() });
  }
  clients[someone()]?.tear();
  const me = someone();
  const [reader, friend] = [people[me], people[me ^ 1]];
  if (reader && friend) {
    await handle(reader, friend);
    if (isNow(0.05)) await sendFile(reader, friend);
  }
  for (const [id, { client, at }] of waiting) {
    if (!client.acknowledged.has(id)) continue;
    latencies.push(performance.now() - at);
    waiting.delete(id);
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
