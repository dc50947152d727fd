// What the session check costs: requests a second with it, without it, and with a map lookup in
// its place, in one process.
// `bun test/bench/session.ts [seconds a round] [rounds]`
import { httpRequest, load } from './load';
import { median, say, startBare } from './measure';

const seconds = Number(process.argv[2] ?? 2);
const rounds = Number(process.argv[3] ?? 5);

const { url: address, stop } = await startBare('guarded.ts');
const [url = '', token = ''] = address.split('#');
const paths = ['/without', '/map', '/with'];
const rates: Record<string, number[]> = { '/without': [], '/map': [], '/with': [] };
for (let round = 0; round < rounds; round += 1) {
  for (const path of paths) {
    rates[path]?.push(await load(url, httpRequest('GET', path, token), { seconds }));
  }
}
const [open = 0, map = 0, guarded = 0] = paths.map((path) => median(rates[path] ?? []));
const cost_us = (rate: number) => (1_000_000 / rate - 1_000_000 / open).toFixed(2);
say(
  `with the session check ${guarded.toFixed(0)}/s, without ${open.toFixed(0)}/s, ` +
    `ratio ${(guarded / open).toFixed(2)}; ${cost_us(guarded)} µs a request, ` +
    `where a bare map lookup by the header takes ${cost_us(map)}`,
);
stop();
