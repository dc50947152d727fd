// What relayed calls cost those who write: 50 pairs write as fast as they are answered, with 50 calls
// of 64 kbit/s through the relay of the same program and without, in turns.
// `bun test/bench/relay/chat.ts [seconds] [rounds]`
import { startExecutable } from '../../support/executable';
import { call } from '../../support/person';
import { openClient, overUdp, type TurnClient } from '../../support/relay/client';
import { median, say } from '../measure';
import { type Someone, signUp } from '../people';
import { talk } from '../talk';

const seconds = Number(process.argv[2] ?? 3);
const rounds = Number(process.argv[3] ?? 3);
const pairs_count = 50;
const calls_count = 50;
const packet_bytes = 160;
const every_ms = 20;
/** Of one address: its first answers are few. */
const calls_per_address = 5;
const channel_number = 0x4000;

await using server = await startExecutable({ env: { CHAT8_RELAY: 'on', CHAT8_TURN_PORT: '0' } });
const { url } = server;

const befriend = async ([a, b]: [Someone, Someone]) => {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const body = { user_id: other.id };
    await call(url, 'POST', '/api/v1/friends/request', { token: one.token, body });
  }
};

const pairs: [Someone, Someone][] = [];
for (let i = 0; i < pairs_count; i += 1) {
  const pair: [Someone, Someone] = [await signUp(url, 2 * i), await signUp(url, 2 * i + 1)];
  await befriend(pair);
  pairs.push(pair);
}

/** Both sides of a call of one person with himself, by the relay. */
const openCall = async ({ token }: Someone, number: number) => {
  const made = await call(url, 'POST', '/api/v1/calls/test', { token });
  const { call_id } = made.body.data;
  const path = `/api/v1/calls/ice-servers?call_id=${call_id}`;
  const { ice_servers } = (await call(url, 'GET', path, { token })).body.data;
  const { urls, username, credential: password } = ice_servers.at(-1);
  const port = Number(/:(\d+)\?transport=udp/.exec(urls.join(' '))?.[1]);
  const wire = overUdp(`127.0.3.${1 + Math.floor(number / calls_per_address)}`);
  const sides: { client: TurnClient; relayed: { address: string; port: number } }[] = [];
  for (let i = 0; i < 2; i += 1) {
    const client = await openClient(wire, port, { username, password });
    sides.push({ client, relayed: (await client.allocate()).relayed });
  }
  const counts = { sent: 0, received: 0 };
  for (const [i, { client }] of sides.entries()) {
    const to = sides[1 - i]?.relayed;
    if (to === undefined || to.port === 0) throw new Error('no allocation');
    await client.bind(channel_number, to.address, to.port);
    client.onData(() => {
      counts.received += 1;
    });
  }
  const payload = Buffer.alloc(packet_bytes);
  const timer = setInterval(() => {
    for (const { client } of sides) client.sendThrough(channel_number, payload);
    counts.sent += sides.length;
  }, every_ms);
  return {
    counts,
    stop() {
      clearInterval(timer);
      for (const { client } of sides) client.wire.close();
    },
  };
};

await talk(url, pairs, 1);
const [quiet, calling]: [number[], number[]] = [[], []];
let [sent, received] = [0, 0];
for (let round = 0; round < rounds; round += 1) {
  const before_ms = performance.now();
  quiet.push((await talk(url, pairs, seconds)).p99_ms);
  const callers = pairs.slice(0, calls_count).map(([a]) => a);
  const calls = [];
  for (const [i, person] of callers.entries()) calls.push(await openCall(person, i));
  calling.push((await talk(url, pairs, seconds)).p99_ms);
  for (const { counts, stop } of calls) {
    stop();
    sent += counts.sent;
    received += counts.received;
  }
  // One call of this kind in ten seconds.
  await Bun.sleep(Math.max(0, 10_500 - (performance.now() - before_ms)));
}
const [with_ms, without_ms] = [median(calling), median(quiet)];
say(
  `messages of ${pairs_count} pairs: p99 ${with_ms.toFixed(1)} ms beside ${calls_count} relayed calls, ` +
    `${without_ms.toFixed(1)} ms without, ratio ${(with_ms / without_ms).toFixed(2)}; ` +
    `${received} of ${sent} packets arrived while this process wrote messages, too`,
);
