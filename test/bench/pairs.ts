// Pairs of people talking as fast as they are answered: deliveries a second and the time from
// send to delivery, beside a bare program that does the same durable delivery in the same run.
// `bun test/bench/pairs.ts [seconds a round] [rounds] [ms added to each fsync]`
import { startExecutable } from '../support/executable';
import type { Person } from '../support/person';
import { befriend, register } from '../support/person';
import { median, say as print, quantile, startBare } from './measure';
import { slowDisk } from './slow-disk';

const seconds = Number(process.argv[2] ?? 3);
const rounds = Number(process.argv[3] ?? 5);

const env = await slowDisk(Number(process.argv[4] ?? 0));

interface Account {
  id: number;
  path: string;
}

interface Round {
  per_s: number;
  p99_ms: number;
}

/** Each person answers what arrives with the next message; one message a pair is on its way. */
const talk = async (url: string, pairs: [Account, Account][]): Promise<Round> => {
  const latencies: number[] = [];
  let running = true;
  let delivered = 0;
  const open = (me: Account, friend: Account) =>
    new Promise<WebSocket>((resolve) => {
      const socket = new WebSocket(url.replace('http', 'ws') + me.path);
      socket.onopen = () => resolve(socket);
      socket.onmessage = ({ data }) => {
        if (!String(data).includes('"new_message"')) return;
        const { content } = JSON.parse(String(data)).data;
        latencies.push(performance.now() - Number(content.slice(0, content.indexOf(' '))));
        delivered += 1;
        if (running) say(socket, friend);
      };
    });
  const say = (socket: WebSocket, friend: Account) => {
    const content = `${performance.now()} the quick brown fox jumps over the lazy dog`;
    socket.send(
      JSON.stringify({ type: 'send_message', id: 1, data: { receiver_id: friend.id, content } }),
    );
  };
  const sockets = await Promise.all(pairs.flatMap(([a, b]) => [open(a, b), open(b, a)]));
  pairs.forEach(([, b], i) => {
    const first = sockets[2 * i];
    if (first) say(first, b);
  });
  await Bun.sleep(300);
  latencies.length = 0;
  delivered = 0;
  const started = performance.now();
  await Bun.sleep(seconds * 1_000);
  const per_s = (delivered * 1_000) / (performance.now() - started);
  running = false;
  const p99_ms = quantile(latencies, 0.99);
  await Bun.sleep(100);
  for (const socket of sockets) socket.close();
  return { per_s, p99_ms };
};

await using server = await startExecutable({ env });
const bare = await startBare('bare-chat.ts', env);
const people: Person[] = [];
for (let i = 0; i < 100; i += 1) people.push(await register(server.url, `person${i}`));
const pairsOf = async (count: number) => {
  const pairs: [Account, Account][] = [];
  for (let i = 0; i < count; i += 1) {
    const [a, b] = [people[2 * i], people[2 * i + 1]];
    if (!a || !b) continue;
    const path = ({ id, token }: typeof a) => `/ws/${id}?token=${token}`;
    pairs.push([
      { id: a.id, path: path(a) },
      { id: b.id, path: path(b) },
    ]);
  }
  return pairs;
};
for (let i = 0; i < 50; i += 1) {
  const [a, b] = [people[2 * i], people[2 * i + 1]];
  if (a && b) await befriend(a, b);
}
/** The p99 of a request that has nothing to do with messages, ms. */
const othersP99 = async () => {
  const token = people[0]?.token;
  const times: number[] = [];
  for (const end = performance.now() + seconds * 1_000; performance.now() < end; ) {
    const started = performance.now();
    await (
      await fetch(`${server.url}/api/v1/user/profile`, {
        headers: { authorization: `Bearer ${token}` },
      })
    ).json();
    times.push(performance.now() - started);
    await Bun.sleep(2);
  }
  return quantile(times, 0.99);
};

const quiet_ms = await othersP99();
const [busy_ms] = await Promise.all([othersP99(), talk(server.url, await pairsOf(50))]);
print(
  `other requests: p99 ${busy_ms.toFixed(1)} ms while 50 pairs talk, ${quiet_ms.toFixed(1)} ms ` +
    `when quiet (target ≤ ${(2 * quiet_ms + 5).toFixed(1)})`,
);
for (const count of [50, 1]) {
  const pairs = await pairsOf(count);
  const ours: Round[] = [];
  const theirs: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    theirs.push(await talk(bare.url, pairs));
    ours.push(await talk(server.url, pairs));
  }
  const rate = (all: Round[]) => median(all.map(({ per_s }) => per_s));
  const p99 = (all: Round[]) => median(all.map(({ p99_ms }) => p99_ms));
  print(
    `${count} pairs: ${rate(ours).toFixed(0)}/s, bare ${rate(theirs).toFixed(0)}/s, ` +
      `ratio ${(rate(ours) / rate(theirs)).toFixed(2)} (target ≥ 0.80); ` +
      `p99 ${p99(ours).toFixed(2)} ms, bare ${p99(theirs).toFixed(2)} ms, ` +
      `ratio ${(p99(ours) / p99(theirs)).toFixed(2)} (target ≤ 1.50)`,
  );
}
bare.stop();
