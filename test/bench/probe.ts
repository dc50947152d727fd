// Somebody else's requests, from a process of their own: the p99 of what has nothing to do with
// messages, ms. `bun test/bench/probe.ts URL TOKEN SECONDS`
import { quantile, say } from './measure';

const [, , url = '', token = '', seconds = '3'] = process.argv;
const headers = { authorization: `Bearer ${token}` };
const times: number[] = [];
const end = performance.now() + Number(seconds) * 1_000;
while (performance.now() < end) {
  const started = performance.now();
  await (await fetch(`${url}/api/v1/user/profile`, { headers })).json();
  times.push(performance.now() - started);
  await Bun.sleep(2);
}
say(String(quantile(times, 0.99)));
