// The memory of an idle WebSocket connection beside a bare Bun one.
// `bun test/bench/sockets.ts [connections] [tls]`; 10,000 need `ulimit -n` above that, and with `tls`,
// behind the front that tells TURN from pages, three times that.
import { readFileSync } from 'node:fs';
import { sockets_per_user_max } from '../../src/protocol/limits';
import { type Executable, startExecutable } from '../support/executable';
import { frontSettings, trusted } from '../support/network/behind-front';
import { connectSilent } from '../support/network/silent';
import type { Person } from '../support/person';
import { register } from '../support/person';
import { say, startBare } from './measure';

const connections = Number(process.argv[2] ?? 2_000);
const users = Math.ceil(connections / sockets_per_user_max);

const residentKib = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);

const cost = async (url: string, pid: number, path: (i: number) => string) => {
  // The first ones pay for buffers and compiled code that all share.
  const warm = await Promise.all(
    Array.from({ length: 100 }, (_, i) => connectSilent(url, path(i))),
  );
  await Bun.sleep(1_000);
  const before = residentKib(pid);
  const sockets = [];
  for (let i = 100; i < connections; i += 1) sockets.push(await connectSilent(url, path(i)));
  await Bun.sleep(2_000);
  const each = (residentKib(pid) - before) / sockets.length;
  for (const socket of [...warm, ...sockets]) socket.end();
  return each;
};

/** Of sockets of people of that server. */
const costOf = async ({ url, pid }: Pick<Executable, 'url' | 'pid'>) => {
  const people: Person[] = [];
  for (let i = 0; i < users; i += 1) people.push(await register(url, `person${i}`));
  return cost(url, pid, (i) => {
    const person = people[Math.floor(i / sockets_per_user_max)];
    return `/ws/${person?.id}?token=${person?.token}`;
  });
};

const beside = (what: string, ours: number, other: string, theirs: number, target: string) =>
  say(
    `idle socket${what} (${connections}): ${ours.toFixed(1)} KiB, ${other} ${theirs.toFixed(1)} KiB, ` +
      `ratio ${(ours / theirs).toFixed(2)}${target}`,
  );

if (process.argv[3] === 'tls') {
  await using direct = trusted(
    await startExecutable({ env: { ...frontSettings(), CHAT8_RELAY: 'off' } }),
  );
  const theirs = await costOf(direct);
  await using fronted = trusted(await startExecutable({ env: frontSettings() }));
  beside(' behind the front', await costOf(fronted), 'TLS without it', theirs, '');
} else {
  await using server = await startExecutable();
  const bare = await startBare('socket.ts');
  const theirs = await cost(bare.url, bare.pid, (i) => `/ws/${i}`);
  beside('', await costOf(server), 'bare', theirs, ' (target ≤ 2.00)');
  bare.stop();
}
