// One person uses each limit to the full, by several tokens and sockets, while 50 pairs talk: how
// long the others wait, beside a quiet time in the same run.
// `bun test/bench/excess.ts [seconds] [kind…]`
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startExecutable } from '../support/executable';
import { befriend, call, connect, login, type Person } from '../support/person';
import { KINDS } from './mallory';
import { median, quantile, say } from './measure';

const seconds = Number(process.argv[2] ?? 5);
const pairs_count = 50;
const pause_ms = 100;

const env = { CHAT8_RATE_LIMIT: 'on', CHAT8_TRUST_PROXY: '127.0.0.1' };
await using server = await startExecutable({ env });

/** Each from an address of their own: sixty an hour register from one. */
const enrol = async (name: string, i: number): Promise<Person> => {
  const password = `${name} likes tea`;
  const headers = { 'x-forwarded-for': `198.51.100.${i}` };
  const body = {
    username: name,
    email: `${name}@example.org`,
    password,
    confirm_password: password,
  };
  const joined = await call(server.url, 'POST', '/api/v1/auth/register', { body, headers });
  if (joined.status !== 201) throw new Error(`${name} could not register: ${joined.status}`);
  return login(server.url, name);
};

const memoryMib = (field: 'VmRSS' | 'VmHWM') => {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024;
};

const people: Person[] = [];
for (let i = 0; i < 2 * pairs_count; i += 1) people.push(await enrol(`person${i}`, i + 1));
const [mallory, friend] = [await enrol('mallory', 201), await enrol('friend', 202)];
await befriend(mallory, friend);

const times: number[] = [];
let talking = true;
/** Back and forth, with a pause as people have one. */
const talk = async (a: Person, b: Person): Promise<void> => {
  const devices = [
    await connect(server.url, a.id, a.token),
    await connect(server.url, b.id, b.token),
  ] as const;
  const sides = [
    { from: devices[0], to: devices[1], receiver_id: b.id },
    { from: devices[1], to: devices[0], receiver_id: a.id },
  ];
  await Bun.sleep(Math.random() * pause_ms);
  for (let i = 0; talking; i += 1) {
    const side = sides[i % 2] as (typeof sides)[number];
    const { from, to, receiver_id } = side;
    const content = `message ${i} of ${from === devices[0] ? a.id : b.id}`;
    const started = performance.now();
    from.send({ type: 'send_message', data: { receiver_id, content } });
    await to.next(({ type, data }) => type === 'new_message' && data.content === content);
    times.push(performance.now() - started);
    for (const device of devices) device.frames.length = 0;
    await Bun.sleep(pause_ms);
  }
  for (const device of devices) device.close();
};

for (let i = 0; i < pairs_count; i += 1) {
  const [a, b] = [people[2 * i], people[2 * i + 1]];
  if (a && b) await befriend(a, b);
}
const all = Promise.all(
  Array.from({ length: pairs_count }, (_, i) => {
    const [a, b] = [people[2 * i], people[2 * i + 1]];
    return a && b ? talk(a, b) : undefined;
  }),
);

/** What the others saw in the meantime. */
const measured = async (meanwhile: () => Promise<unknown>) => {
  times.length = 0;
  writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
  await meanwhile();
  return { p50: median(times), p99: quantile(times, 0.99), peak: memoryMib('VmHWM') };
};

await Bun.sleep(1_000);
const quiet = await measured(() => Bun.sleep(seconds * 1_000));
say(
  `quiet: p50 ${quiet.p50.toFixed(1)} ms, p99 ${quiet.p99.toFixed(1)} ms, ` +
    `memory ${quiet.peak.toFixed(0)} MiB`,
);
const asked = process.argv.slice(3);
for (const kind of KINDS.filter((each) => asked.length === 0 || asked.includes(each))) {
  const args = [server.url, mallory.username, String(friend.id), kind, String(seconds)];
  let told = '';
  const loud = await measured(async () => {
    const program = [process.execPath, join(import.meta.dir, 'mallory.ts'), ...args];
    const child = Bun.spawn(program, { stdout: 'pipe' });
    told = (await new Response(child.stdout).text()).trim();
  });
  say(
    `${kind}: p99 ${loud.p99.toFixed(1)} ms (target < 25), ratio ` +
      `${(loud.p99 / quiet.p99).toFixed(2)}, memory ${loud.peak.toFixed(0)} MiB (target < 250); ${told}`,
  );
}
talking = false;
await all;
