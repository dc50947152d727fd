// What push notifications cost those who talk: 50 pairs as fast as they are answered, with 10,000
// subscriptions stored, those of the pairs among them, and a push service that answers in 50 ms;
// beside the same server with push off, on the same data, round by round. Then how long after a
// message its push is there, when nobody else talks.
// `bun test/bench/push/push.ts [seconds a round] [rounds] [subscriptions]`
import { Database } from 'bun:sqlite';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startExecutable } from '../../support/executable';
import { befriend, type Person, register } from '../../support/person';
import { browserKeys } from '../../support/vectors/push-vectors';
import { median, quantile, say, startBare } from '../measure';
import { type Account, type Round, talk } from '../talk';

const seconds = Number(process.argv[2] ?? 4);
const rounds = Number(process.argv[3] ?? 6);
const subscriptions = Number(process.argv[4] ?? 10_000);
const pairs_count = 50;

const service = await startBare('push-service.ts');
const { origin } = new URL(service.url);
const env = { CHAT8_PUSH_SERVICES: origin, CHAT8_PUSH_CONTACT: 'mailto:admin@chat.example' };
const home = mkdtempSync(join(tmpdir(), 'chat8-bench-'));
const people: Person[] = [];
{
  const server = await startExecutable({ dir: home, env });
  for (let i = 0; i < 2 * pairs_count; i += 1) {
    people.push(await register(server.url, `person${i}`));
  }
  for (let i = 0; i < people.length; i += 2) {
    const [a, b] = [people[i], people[i + 1]];
    if (a && b) await befriend(a, b);
  }
  const { public_key } = (await people[0]?.get('/push'))?.body.data ?? {};
  for (const person of people) {
    const keys = {
      p256dh: browserKeys().getPublicKey('base64url'),
      auth: Buffer.alloc(16, 7).toString('base64url'),
    };
    const endpoint = `${origin}/${person.id}`;
    const asked = { endpoint, keys, public_key, show: 'name', lang: 'en' };
    const { status } = await person.put('/push/subscription', asked);
    if (status !== 200) throw new Error(`a subscription was refused with ${status}`);
  }
  await server.stop();
}
{
  // Of people who say nothing meanwhile.
  using database = new Database(join(home, 'data/chat8.db'));
  const copy = database.prepare(
    `INSERT INTO push_subscriptions (user_id, session_id, endpoint, service, p256dh, auth, origin,
       show, lang, state_at, created_at)
     SELECT ?1, ?1, endpoint || '/' || ?1, service, p256dh, auth, origin, show, lang, state_at,
       created_at FROM push_subscriptions WHERE id = 1`,
  );
  database.transaction(() => {
    for (let i = people.length; i < subscriptions; i += 1) copy.run(1_000_000 + i);
  })();
}
const copied = mkdtempSync(join(tmpdir(), 'chat8-bench-'));
cpSync(home, copied, { recursive: true });
const on = await startExecutable({ dir: home, env });
const off = await startExecutable({ dir: copied, env: { ...env, CHAT8_PUSH: 'off' } });

const pairs: [Account, Account][] = [];
for (let i = 0; i < people.length; i += 2) {
  const [a, b] = [people[i], people[i + 1]];
  const account = ({ id, token }: Person) => ({ id, path: `/ws/${id}?token=${token}` });
  if (a && b) pairs.push([account(a), account(b)]);
}
const arrived = async (): Promise<number[]> => (await fetch(service.url)).json();
const ours: Round[] = [];
const without: Round[] = [];
for (let round = 0; round < rounds; round += 1) {
  // Whoever begins has the disk for itself a little longer: they take turns at that.
  const withoutPush = async () => without.push(await talk(off.url, pairs, seconds));
  const withPush = async () => ours.push(await talk(on.url, pairs, seconds));
  const [first, second] = round % 2 === 0 ? [withoutPush, withPush] : [withPush, withoutPush];
  await first();
  await second();
}
const pushed = (await arrived()).length;
const rate = (all: Round[]) => median(all.map(({ per_s }) => per_s));
const p99 = (all: Round[]) => median(all.map(({ p99_ms }) => p99_ms));
say(
  `${pairs_count} pairs, ${subscriptions} subscriptions: ${rate(ours).toFixed(0)}/s, push off ` +
    `${rate(without).toFixed(0)}/s, ratio ${(rate(ours) / rate(without)).toFixed(2)} (target ≥ 0.90); ` +
    `p99 ${p99(ours).toFixed(2)} ms, push off ${p99(without).toFixed(2)} ms, ratio ` +
    `${(p99(ours) / p99(without)).toFixed(2)} (target ≤ 1.10); ${pushed} pushes went out`,
);

// What they said last is pushed, and ten seconds keep two pushes of a conversation apart.
await Bun.sleep(21_000);
await arrived();
const delays: number[] = [];
for (let i = 0; i < people.length; i += 2) {
  const [a, b] = [people[i], people[i + 1]];
  if (!a || !b) continue;
  const began = performance.timeOrigin + performance.now();
  const body = JSON.stringify({ receiver_id: b.id, content: 'hello' });
  const headers = { authorization: `Bearer ${a.token}`, 'content-type': 'application/json' };
  const sent = await fetch(`${on.url}/api/v1/messages`, { method: 'POST', headers, body });
  if (sent.status !== 200) throw new Error(`a message was refused with ${sent.status}`);
  await Bun.sleep(100);
  for (const at of await arrived()) delays.push(at - began);
}
say(
  `${delays.length} messages one by one: from the request until the push is at its service median ` +
    `${median(delays).toFixed(1)} ms, p99 ${quantile(delays, 0.99).toFixed(1)} ms (target ≤ 100)`,
);
await Promise.all([on.stop(), off.stop()]);
service.stop();
for (const dir of [home, copied]) rmSync(dir, { recursive: true, force: true });
