// 50 plain logins at once (Argon2id on the server): how long other requests wait meanwhile.
// `bun test/bench/logins.ts [logins] [rounds]`
import { startExecutable } from '../support/executable';
import { call, register } from '../support/person';
import { median, quantile, say } from './measure';

const logins = Number(process.argv[2] ?? 50);
const rounds = Number(process.argv[3] ?? 5);

await using server = await startExecutable();
const alice = await register(server.url, 'alice');

/** The p99 of a profile asked for every 2 ms until `end` settles, ms. */
const othersP99 = async (end: Promise<unknown>) => {
  let isOver = false;
  end.finally(() => {
    isOver = true;
  });
  const times: number[] = [];
  while (!isOver) {
    const started = performance.now();
    await alice.get('/user/profile');
    times.push(performance.now() - started);
    await Bun.sleep(2);
  }
  return quantile(times, 0.99);
};

const quiet = await othersP99(Bun.sleep(2_000));
const storms: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const body = { username: 'alice', password: alice.password };
  const storm = Promise.all(
    Array.from({ length: logins }, () => call(server.url, 'POST', '/api/v1/auth/login', { body })),
  );
  storms.push(await othersP99(storm));
  const refused = (await storm).filter(({ status }) => status !== 200).length;
  if (refused > 0) say(`${refused} of ${logins} were asked to come again`);
}
say(
  `${logins} logins at once: other requests' p99 ${median(storms).toFixed(1)} ms, ` +
    `${quiet.toFixed(1)} ms when quiet (target < 15)`,
);
