// Pages of a conversation of 1,000,000 messages beside one of 1,000, and a reconnect that has
// missed 50,000 events. `bun test/bench/history.ts [messages]`
import { Database } from 'bun:sqlite';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startExecutable } from '../support/executable';
import type { Person } from '../support/person';
import { befriend, register } from '../support/person';
import { median, say } from './measure';

const many = Number(process.argv[2] ?? 1_000_000);
const few = 1_000;
const missed = 50_000;

const fill = (path: string, a: Person, b: Person, count: number) => {
  const database = new Database(path);
  const id = database
    .query<{ id: number }, [number, number]>(
      'SELECT conversation_id AS id FROM contacts WHERE user_id = ? AND friend_id = ?',
    )
    .get(a.id, b.id)?.id;
  const insert = database.prepare(
    `INSERT INTO messages (conversation_id, sender_id, receiver_id, content, message_type,
       is_encrypted, created_at) VALUES (?, ?, ?, ?, 'text', 1, ?)`,
  );
  database.transaction(() => {
    for (let i = 0; i < count; i += 1) insert.run(id ?? 0, a.id, b.id, `message ${i}`, Date.now());
  })();
  database.run(
    `UPDATE contacts SET total = ${count}, last_message_id = (SELECT max(id) FROM messages)
     WHERE conversation_id = ${id}`,
  );
  database.close();
};

const residentMib = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

const first = await startExecutable();
const people: Person[] = [];
for (const name of ['ann', 'ben', 'cat', 'dan', 'eve', 'fay']) {
  people.push(await register(first.url, name));
}
const [ann, ben, cat, dan, eve, fay] = people;
if (!ann || !ben || !cat || !dan || !eve || !fay) throw new Error('nobody came');
for (const [a, b] of [
  [ann, ben],
  [cat, dan],
  [eve, fay],
] as const)
  await befriend(a, b);
await first.stop();
const file = join(first.data, 'chat8.db');
fill(file, cat, dan, few);
fill(file, ann, ben, many);
await using server = await startExecutable({ dir: first.dir });

const get = async (who: Person, path: string) => {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${who.token}` },
  });
  return (await answer.json()) as { data: { messages: { id: number }[] } };
};
const time = async (who: Person, path: string) => {
  const times: number[] = [];
  for (let i = 0; i < 400; i += 1) {
    const started = performance.now();
    await get(who, path);
    times.push(performance.now() - started);
  }
  return median(times.slice(100));
};
const middle = async (who: Person, friend: Person, count: number) => {
  const page = Math.ceil(count / 50);
  const { data } = await get(who, `/messages/${friend.id}?page=${page}`);
  return (data.messages[0]?.id ?? 0) + Math.floor(count / 2);
};
const pages = async (who: Person, friend: Person, count: number) => ({
  first: await time(who, `/messages/${friend.id}?page=1`),
  last: await time(who, `/messages/${friend.id}?page=${Math.ceil(count / 50)}`),
  cursor: await time(who, `/messages/${friend.id}?before=${await middle(who, friend, count)}`),
});
const short = await pages(cat, dan, few);
const long = await pages(ann, ben, many);
for (const kind of ['first', 'last', 'cursor'] as const) {
  say(
    `${kind} page: ${long[kind].toFixed(2)} ms of ${many} messages, ${short[kind].toFixed(2)} ms ` +
      `of ${few}, ratio ${(long[kind] / short[kind]).toFixed(2)} (target ≤ 1.50)`,
  );
}

const talker = new WebSocket(`${server.url.replace('http', 'ws')}/ws/${eve.id}?token=${eve.token}`);
let acknowledged = 0;
await new Promise((resolve) => {
  talker.onopen = resolve;
});
const done = Promise.withResolvers<void>();
talker.onmessage = ({ data }) => {
  if (!String(data).startsWith('{"type":"ack"')) return;
  acknowledged += 1;
  if (acknowledged === missed) done.resolve();
  else if (acknowledged + 200 <= missed) speak();
};
const speak = () =>
  talker.send(
    JSON.stringify({
      type: 'send_message',
      id: 1,
      data: { receiver_id: fay.id, content: 'while you were away' },
    }),
  );
const { data: start } = (await get(fay, '/events')) as unknown as {
  data: { seq: number; epoch: string };
};
for (let i = 0; i < 200; i += 1) speak();
await done.promise;
const before_mib = residentMib(server.pid);
let peak_mib = before_mib;
const started = performance.now();
const query = `?token=${fay.token}&since=${start.seq}&epoch=${start.epoch}`;
const back = new WebSocket(`${server.url.replace('http', 'ws')}/ws/${fay.id}${query}`);
let received = 0;
await new Promise<void>((resolve) => {
  back.onmessage = ({ data }) => {
    if (!String(data).includes('"new_message"')) return;
    received += 1;
    if (received % 5_000 === 0) peak_mib = Math.max(peak_mib, residentMib(server.pid));
    if (received === missed) resolve();
  };
});
say(
  `reconnect: ${missed} missed events in ${((performance.now() - started) / 1_000).toFixed(2)} s ` +
    `(target ≤ 10), memory +${(peak_mib - before_mib).toFixed(0)} MiB`,
);
talker.close();
back.close();
await server.stop();
const { rmSync } = await import('node:fs');
rmSync(first.dir, { recursive: true, force: true });
