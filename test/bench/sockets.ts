// The memory of an idle WebSocket connection beside a bare Bun one.
// `bun test/bench/sockets.ts [connections] [tls]`; 10,000 need `ulimit -n` above that, and with `tls`,
// behind the front that tells TURN from pages, three times that. There messages are timed, too.
import { readFileSync } from 'node:fs';
import { sockets_per_user_max } from '../../src/protocol/limits';
import { type Executable, startExecutable } from '../support/executable';
import { frontSettings, trusted } from '../support/network/behind-front';
import { connectSilent } from '../support/network/silent';
import { call } from '../support/person';
import { say, startBare } from './measure';
import { type Someone, signUp } from './people';
import { talk } from './talk';

const connections = Number(process.argv[2] ?? 2_000);
const users = Math.ceil(connections / sockets_per_user_max);
const warm_count = 100;
const at_once = 20;
const pairs_count = 10;
const talk_s = 4;

const residentKib = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);

/** A few at a time, those from `from` up to `to`. */
const severally = async <Made>(from: number, to: number, make: (i: number) => Promise<Made>) => {
  const all: Made[] = [];
  let next = from;
  const one = async () => {
    for (let i = next++; i < to; i = next++) all.push(await make(i));
  };
  await Promise.all(Array.from({ length: at_once }, one));
  return all;
};

const cost = async (
  { url, pid }: Pick<Executable, 'url' | 'pid'>,
  path: (i: number) => string,
  whileIdle = async () => {},
) => {
  const connect = (i: number) => connectSilent(url, path(i));
  // The first ones pay for buffers and compiled code that all share.
  const warm = await severally(0, warm_count, connect);
  await Bun.sleep(1_000);
  const before = residentKib(pid);
  const began = performance.now();
  const sockets = await severally(warm_count, connections, connect);
  const per_s = (sockets.length * 1_000) / (performance.now() - began);
  await Bun.sleep(2_000);
  const each = (residentKib(pid) - before) / sockets.length;
  await whileIdle();
  for (const socket of [...warm, ...sockets]) socket.end();
  return { each, per_s };
};

const befriend = async (url: string, [a, b]: [Someone, Someone]): Promise<void> => {
  const path = '/api/v1/friends/request';
  const asked = await call(url, 'POST', path, { token: a.token, body: { user_id: b.id } });
  const { request_id } = asked.body.data;
  const body = { action: 'accept' };
  await call(url, 'PUT', `${path}/${request_id}`, { token: b.token, body });
};

/** Of sockets of people of that server, and of messages between others meanwhile. */
const costOf = async (server: Pick<Executable, 'url' | 'pid'>) => {
  const { url } = server;
  const people = await severally(0, users, (i) => signUp(url, i));
  const others = await severally(users, users + 2 * pairs_count, (i) => signUp(url, i));
  const pairs = Array.from({ length: pairs_count }, (_, i) => others.slice(2 * i, 2 * i + 2));
  for (const pair of pairs) await befriend(url, pair as [Someone, Someone]);
  let p99_ms = 0;
  const path = (i: number) => people[Math.floor(i / sockets_per_user_max)]?.path ?? '';
  const said = await cost(server, path, async () => {
    ({ p99_ms } = await talk(url, pairs as [Someone, Someone][], talk_s));
  });
  return { ...said, p99_ms };
};

const beside = (what: string, ours: number, other: string, theirs: number, target: string) =>
  say(
    `idle socket${what} (${connections}): ${ours.toFixed(1)} KiB, ${other} ${theirs.toFixed(1)} KiB, ` +
      `ratio ${(ours / theirs).toFixed(2)}${target}`,
  );

if (process.argv[3] === 'tls') {
  const direct = await startExecutable({ env: { ...frontSettings(), CHAT8_RELAY: 'off' } });
  const theirs = await costOf(trusted(direct));
  await direct[Symbol.asyncDispose]();
  await using fronted = await startExecutable({ env: frontSettings() });
  const ours = await costOf(trusted(fronted));
  beside(' behind the front', ours.each, 'TLS without it', theirs.each, '');
  say(
    `opened behind the front: ${ours.per_s.toFixed(0)}/s, without it ${theirs.per_s.toFixed(0)}/s; ` +
      `messages of ${pairs_count} pairs meanwhile: p99 ${ours.p99_ms.toFixed(1)} ms, ` +
      `without it ${theirs.p99_ms.toFixed(1)} ms`,
  );
} else {
  await using server = await startExecutable();
  const bare = await startBare('socket.ts');
  const theirs = await cost(bare, (i) => `/ws/${i}`);
  beside('', (await costOf(server)).each, 'bare', theirs.each, ' (target ≤ 2.00)');
  bare.stop();
}
