// Pairs of people talking as fast as they are answered: deliveries a second and the time from
// send to delivery, beside a bare program that does the same durable delivery in the same run.
// Then by REST, beside one that stores the message alone and answers after its fsync.
// `bun test/bench/pairs.ts [seconds a round] [rounds] [ms added to each fsync]`
import { join } from 'node:path';
import { startExecutable } from '../support/executable';
import type { Person } from '../support/person';
import { befriend, register } from '../support/person';
import { median, say as print, startBare } from './measure';
import { slowDisk } from './slow-disk';
import { type Account, post, type Round, talk } from './talk';

const seconds = Number(process.argv[2] ?? 3);
const rounds = Number(process.argv[3] ?? 5);

const env = await slowDisk(Number(process.argv[4] ?? 0));

await using server = await startExecutable({ env });
const bare = await startBare('chat.ts', env);
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
/** From a process of its own: the one that talks for a hundred people is busy with itself. */
const othersP99 = async () => {
  const token = people[0]?.token ?? '';
  const probe = [process.execPath, join(import.meta.dir, 'probe.ts'), server.url, token];
  const child = Bun.spawn([...probe, String(seconds)], { stdout: 'pipe' });
  return Number(await new Response(child.stdout).text());
};

const quiet_ms = await othersP99();
const [busy_ms] = await Promise.all([
  othersP99(),
  talk(server.url, await pairsOf(50), seconds + 1),
]);
print(
  `other requests: p99 ${busy_ms.toFixed(1)} ms while 50 pairs talk, ${quiet_ms.toFixed(1)} ms ` +
    `when quiet (target ≤ ${(2 * quiet_ms + 5).toFixed(1)})`,
);
const rate = (all: Round[]) => median(all.map(({ per_s }) => per_s));
const p99 = (all: Round[]) => median(all.map(({ p99_ms }) => p99_ms));
for (const count of [50, 1]) {
  const pairs = await pairsOf(count);
  const ours: Round[] = [];
  const theirs: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    theirs.push(await talk(bare.url, pairs, seconds));
    ours.push(await talk(server.url, pairs, seconds));
  }
  print(
    `${count} pairs: ${rate(ours).toFixed(0)}/s, bare ${rate(theirs).toFixed(0)}/s, ` +
      `ratio ${(rate(ours) / rate(theirs)).toFixed(2)} (target ≥ 0.80); ` +
      `p99 ${p99(ours).toFixed(2)} ms, bare ${p99(theirs).toFixed(2)} ms, ` +
      `ratio ${(p99(ours) / p99(theirs)).toFixed(2)} (target ≤ 1.50)`,
  );
}
bare.stop();

const tokens = people.map(({ token }) => token);
const store = await startBare('send.ts', { ...env, BENCH_TOKENS: tokens.join(' ') });
// One message a pair is on its way, as above.
const senders = people.flatMap(({ token }, i) => {
  const friend = people[i + 1];
  return i % 2 === 0 && friend ? [{ token, to: friend.id }] : [];
});
const ours: Round[] = [];
const theirs: Round[] = [];
for (let round = 0; round < rounds; round += 1) {
  theirs.push(await post(store.url, senders, seconds));
  ours.push(await post(server.url, senders, seconds));
}
print(
  `50 pairs by REST: ${rate(ours).toFixed(0)}/s, bare ${rate(theirs).toFixed(0)}/s, ` +
    `ratio ${(rate(ours) / rate(theirs)).toFixed(2)} (target ≥ 0.80); ` +
    `p99 ${p99(ours).toFixed(2)} ms, bare ${p99(theirs).toFixed(2)} ms`,
);
store.stop();
