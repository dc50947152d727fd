// What the session check costs: requests a second with it and without it, in one process.
// `bun test/bench/session.ts [seconds a round] [rounds]`
import { httpRequest, load } from './load';
import { median, say, startBare } from './measure';

const seconds = Number(process.argv[2] ?? 2);
const rounds = Number(process.argv[3] ?? 5);

const { url: address, stop } = await startBare('guarded.ts');
const [url = '', token = ''] = address.split('#');
const rates: { guarded: number[]; open: number[] } = { guarded: [], open: [] };
for (let round = 0; round < rounds; round += 1) {
  rates.open.push(await load(url, httpRequest('GET', '/without', token), { seconds }));
  rates.guarded.push(await load(url, httpRequest('GET', '/with', token), { seconds }));
}
const [guarded, open] = [median(rates.guarded), median(rates.open)];
const cost_us = 1_000_000 / guarded - 1_000_000 / open;
say(
  `with the session check ${guarded.toFixed(0)}/s, without ${open.toFixed(0)}/s, ` +
    `ratio ${(guarded / open).toFixed(2)}; ${cost_us.toFixed(2)} µs a request`,
);
stop();
