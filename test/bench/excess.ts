// One person uses each limit to the full, by several tokens and sockets, while 50 pairs talk: how
// long the others wait, beside a quiet time in the same run, and what the server takes of memory. The
// floods of bytes also meet a bare server, whose pairs wait only for the runtime, the disk and the
// machine: no server on it could let them wait less without refusing the bytes.
// `bun test/bench/excess.ts [seconds] [kind…]`
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startExecutable } from '../support/executable';
import { befriend, call, login, type Person } from '../support/person';
import { BYTES, KINDS, type Kind, large } from './excess/mallory';
import type { Noticed, Order, Talker } from './excess/talkers';
import { say, startBare } from './measure';

const seconds = Number(process.argv[2] ?? 5);
const asked = process.argv.slice(3);
const pairs_count = 50;
/** So many large texts lie in the conversation beforehand: 47 MiB. */
const written_before = 760;

const env = { CHAT8_RATE_LIMIT: 'on', CHAT8_TRUST_PROXY: '127.0.0.1' };
await using server = await startExecutable({ env });

/** Each from an address of their own: sixty an hour register from one. */
const enrol = async (name: string, i: number): Promise<Person> => {
  const password = `${name} likes tea`;
  const headers = { 'x-forwarded-for': `198.51.100.${i}` };
  const body = { username: name, email: `${name}@example.org` };
  const joined = await call(server.url, 'POST', '/api/v1/auth/register', {
    body: { ...body, password, confirm_password: password },
    headers,
  });
  if (joined.status !== 201) throw new Error(`${name} could not register: ${joined.status}`);
  return login(server.url, name);
};

const peakMib = () => {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
};

const people: Person[] = [];
for (let i = 0; i < 2 * pairs_count; i += 1) people.push(await enrol(`person${i}`, i + 1));
const [mallory, friend] = [await enrol('mallory', 201), await enrol('friend', 202)];
await befriend(mallory, friend);
// By the friend: it is not mallory's allowance that is spent.
for (let i = 0; i < written_before; i += 1) await friend.says(mallory, large);

const pairs: [Talker, Talker][] = [];
for (let i = 0; i < pairs_count; i += 1) {
  const [a, b] = [people[2 * i], people[2 * i + 1]];
  if (a === undefined || b === undefined) throw new Error('a pair has two people');
  await befriend(a, b);
  pairs.push([
    { id: a.id, token: a.token },
    { id: b.id, token: b.token },
  ]);
}

const program = (name: string) => [process.execPath, join(import.meta.dir, 'excess', name)];

/** The pairs at a server, and what they noticed in the meantime. */
const talkAt = async (url: string) => {
  let answer = Promise.withResolvers<Noticed>();
  const talkers = Bun.spawn(program('talkers.ts'), {
    stdio: ['ignore', 'inherit', 'inherit'],
    ipc: (noticed: Noticed) => answer.resolve(noticed),
  });
  const order = (one: Order) => talkers.send(one);
  order({ do: 'talk', url, pairs });
  await Bun.sleep(2_000);
  return {
    async measured(meanwhile: () => Promise<unknown>) {
      writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
      order({ do: 'begin' });
      await meanwhile();
      answer = Promise.withResolvers<Noticed>();
      order({ do: 'end' });
      return { ...(await answer.promise), peak: peakMib() };
    },
    async end() {
      talkers.disconnect();
      await talkers.exited;
    },
  };
};

/** What came of it, in words. A bare server asks for no name. */
const overdo = async (kind: Kind, url: string, name: string): Promise<string> => {
  const args = [url, name, String(friend.id), kind, String(seconds)];
  // What her own program takes of this machine's two cores would be another machine's.
  const child = Bun.spawn(
    ['chrt', '-o', '0', 'nice', '-n', '10', ...program('mallory.ts'), ...args],
    { stdout: 'pipe' },
  );
  return (await new Response(child.stdout).text()).trim();
};

const talking = await talkAt(server.url);
const quiet = await talking.measured(() => Bun.sleep(seconds * 1_000));
say(
  `quiet: p50 ${quiet.p50.toFixed(1)} ms, p99 ${quiet.p99.toFixed(1)} ms, longest ` +
    `${quiet.longest.toFixed(0)} ms, memory ${quiet.peak.toFixed(0)} MiB; the pairs' own process was ` +
    `${quiet.late_p99.toFixed(1)} ms late (p99)`,
);
const p99 = new Map<Kind, number>();
const kinds = KINDS.filter((each) => asked.length === 0 || asked.includes(each));
for (const kind of kinds) {
  let told = '';
  // What the one before sent last is still in the system's buffers, and takes its time.
  await Bun.sleep(2_000);
  const loud = await talking.measured(async () => {
    told = await overdo(kind, server.url, mallory.username);
  });
  p99.set(kind, loud.p99);
  say(
    `${kind}: p99 ${loud.p99.toFixed(1)} ms (target < 25), longest ${loud.longest.toFixed(0)} ms, ` +
      `memory ${loud.peak.toFixed(0)} MiB (target < 250), late ${loud.late_p99.toFixed(1)} ms; ` +
      `${loud.messages} messages; ${told}`,
  );
}
await talking.end();

const bytes = kinds.filter((kind) => BYTES.includes(kind));
if (bytes.length > 0) {
  const bare = await startBare('chat.ts');
  const beside = await talkAt(bare.url);
  for (const kind of bytes) {
    const loud = await beside.measured(() => overdo(kind, bare.url, ''));
    say(
      `${kind} at a bare server: p99 ${loud.p99.toFixed(1)} ms, longest ` +
        `${loud.longest.toFixed(0)} ms, ratio ${((p99.get(kind) ?? 0) / loud.p99).toFixed(2)}`,
    );
  }
  await beside.end();
  bare.stop();
}
