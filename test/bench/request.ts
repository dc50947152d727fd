// A request through the whole stack (token, validation, envelope) beside a bare Bun.serve that
// does the same work in the same run. `bun test/bench/request.ts [seconds a round] [rounds]`
import { startExecutable } from '../support/executable';
import { friends } from '../support/person';
import { httpRequest, load } from './load';
import { median, say, startBare } from './measure';

const seconds = Number(process.argv[2] ?? 2);
const rounds = Number(process.argv[3] ?? 5);

await using server = await startExecutable();
const { alice, bob } = await friends(server.url);
const bare = await startBare('request.ts', { BENCH_TOKEN: alice.token });
const body = JSON.stringify({ receiver_id: bob.id, content: 'hello', client_id: 'once' });
const kinds = {
  'GET /user/profile': httpRequest('GET', '/api/v1/user/profile', alice.token),
  // The same message again: the whole way of a body and an answer, without an fsync to hide behind.
  'POST /messages': httpRequest('POST', '/api/v1/messages', alice.token, body),
};
for (const [name, request] of Object.entries(kinds)) {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    theirs.push(await load(bare.url, request, { seconds }));
    ours.push(await load(server.url, request, { seconds }));
  }
  const [mine, other] = [median(ours), median(theirs)];
  say(
    `${name}: ${mine.toFixed(0)}/s, bare ${other.toFixed(0)}/s, ` +
      `ratio ${(mine / other).toFixed(2)} (target ≥ 0.50)`,
  );
}
bare.stop();
