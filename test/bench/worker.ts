// Who should own the writes, the event loop or a Worker: two bare programs that differ in nothing
// else, on this disk and on slower ones. `bun test/bench/worker.ts [seconds a round] [rounds]`
import { median, quantile, say, startBare } from './measure';
import { slowDisk } from './slow-disk';
import { type Account, talk } from './talk';

const seconds = Number(process.argv[2] ?? 3);
const rounds = Number(process.argv[3] ?? 3);

const account = (id: number): Account => ({ id, path: `/ws/${id}` });
const pairs = Array.from({ length: 50 }, (_, i): [Account, Account] => [
  account(2 * i + 1),
  account(2 * i + 2),
]);

/** A request beside the writes, every 2 ms: its p99, ms. */
const othersP99 = async (url: string) => {
  const times: number[] = [];
  for (const end = performance.now() + seconds * 1_000; performance.now() < end; ) {
    const started = performance.now();
    await (await fetch(url)).text();
    times.push(performance.now() - started);
    await Bun.sleep(2);
  }
  return quantile(times, 0.99);
};

for (const added_ms of [0, 2, 8]) {
  const env = await slowDisk(added_ms);
  const programs = { loop: 'chat.ts', worker: 'worker.ts' };
  const rates = { loop: [] as number[], worker: [] as number[] };
  const others = { loop: [] as number[], worker: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['loop', 'worker'] as const) {
      const { url, stop } = await startBare(programs[name], env);
      const [{ per_s }, p99] = await Promise.all([talk(url, pairs, seconds), othersP99(url)]);
      rates[name].push(per_s);
      others[name].push(p99);
      stop();
    }
  }
  const [loop, worker] = [median(rates.loop), median(rates.worker)];
  say(
    `+${added_ms} ms an fsync: loop ${loop.toFixed(0)}/s, worker ${worker.toFixed(0)}/s, ` +
      `ratio ${(worker / loop).toFixed(2)}; other requests' p99 ` +
      `${median(others.loop).toFixed(1)} ms and ${median(others.worker).toFixed(1)} ms`,
  );
}
