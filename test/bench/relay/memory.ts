// What the relay costs in memory while nobody calls: the executable with it and without, in turns.
// `bun test/bench/relay/memory.ts [rounds]`
import { readFileSync } from 'node:fs';
import { startExecutable } from '../../support/executable';
import { median, say } from '../measure';

const rounds = Number(process.argv[2] ?? 3);
const settle_ms = 4_000;

/** Of a program that nobody asks anything, MiB (proc(5)). */
const idle = async (env: Record<string, string>): Promise<number> => {
  await using server = await startExecutable({ env });
  await Bun.sleep(settle_ms);
  const text = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(text)?.[1]) / 1_024;
};

const off: number[] = [];
const on: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  off.push(await idle({ CHAT8_RELAY: 'off' }));
  on.push(await idle({ CHAT8_RELAY: 'on', CHAT8_TURN_PORT: '0' }));
}
const [without, withIt] = [median(off), median(on)];
say(
  `idle with the relay ${withIt.toFixed(1)} MiB, without it ${without.toFixed(1)} MiB: ` +
    `${(withIt - without).toFixed(1)} MiB more (target ≤ 15)`,
);
