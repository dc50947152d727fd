// How much later audio arrives that is relayed: 50 calls of 64 kbit/s, over UDP and over TCP, also
// while the main thread of the relay's process is stalled for 40 ms of each 200; beside the same
// packets sent directly. `bun test/bench/relay/delay.ts [seconds] [rounds]`
import {
  byFrame,
  type OpenWire,
  openClient,
  overTcp,
  overUdp,
  type TurnClient,
} from '../../support/relay/client';
import { channelData, credentialsFor, dataIn } from '../../support/relay/messages';
import { median, quantile, say } from '../measure';
import { secret, startOurs } from './programs';

const seconds = Number(process.argv[2] ?? 3);
const rounds = Number(process.argv[3] ?? 3);
const calls_count = 50;
/** Opus in packets of 20 ms, 64 kbit/s. */
const packet_bytes = 160;
const every_ms = 20;
const clients_per_address = 10;
const channel_number = 0x4000;

interface Side {
  send(payload: Buffer): void;
}

const delays: number[] = [];
const heard = (payload: Buffer) => void delays.push(performance.now() - payload.readDoubleBE());

/** All sides at their own time, as people have it. Gives the p99 and how many came, ms. */
const talk = async (sides: Side[]) => {
  delays.length = 0;
  let sent = 0;
  const timers = sides.map(({ send }, i) => {
    let timer: Timer | undefined;
    const say_one = () => {
      const payload = Buffer.alloc(packet_bytes);
      payload.writeDoubleBE(performance.now());
      send(payload);
      sent += 1;
    };
    const first = setTimeout(
      () => {
        timer = setInterval(say_one, every_ms);
      },
      (i * every_ms) / sides.length,
    );
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  });
  await Bun.sleep(seconds * 1_000);
  for (const stop of timers) stop();
  await Bun.sleep(200);
  const p99_ms = quantile(delays, 0.99);
  return { p99_ms, median_ms: quantile(delays, 0.5), lost: sent - delays.length };
};

type Way = 'UDP' | 'TCP';
type Opened = Side & { close(): void };

const open = {
  async UDP(): Promise<Opened> {
    const data = (_: unknown, bytes: Buffer) => heard(bytes);
    const other = await Bun.udpSocket({ hostname: '127.0.0.1', socket: { data } });
    const one = await Bun.udpSocket({ hostname: '127.0.0.1' });
    const close = () => {
      one.close();
      other.close();
    };
    return { send: (payload) => one.send(payload, other.port, '127.0.0.1'), close };
  },
  async TCP(): Promise<Opened> {
    const push = byFrame((bytes) => heard(dataIn(bytes)?.payload ?? bytes));
    const data = (_: unknown, chunk: Buffer) => push(chunk);
    const hostname = '127.0.0.1';
    const other = Bun.listen({ hostname, port: 0, socket: { data } });
    const one = await overTcp(hostname)(other.port, () => {});
    const close = () => {
      one.close();
      other.stop(true);
    };
    return { send: (payload) => one.send(channelData(channel_number, payload)), close };
  },
};

const directly = async (way: Way) => {
  const sides: Opened[] = [];
  for (let i = 0; i < 2 * calls_count; i += 1) sides.push(await open[way]());
  const found = await talk(sides);
  for (const { close } of sides) close();
  return found;
};

const relayed = async (port: number, wireFor: (i: number) => OpenWire, name: string) => {
  const all: { client: TurnClient; relayed: { address: string; port: number } }[] = [];
  for (let i = 0; i < 2 * calls_count; i += 1) {
    const credentials = credentialsFor(secret, `${name}-${i >> 1}`, 1 + (i & 1));
    const client = await openClient(wireFor(i), port, credentials);
    // One after the other: of those that have proven nothing yet there may be few.
    all.push({ client, relayed: (await client.allocate()).relayed });
  }
  const sides: Side[] = [];
  for (const [i, { client }] of all.entries()) {
    const to = all[i ^ 1]?.relayed;
    if (to === undefined || to.port === 0) throw new Error('no allocation');
    await client.bind(channel_number, to.address, to.port);
    client.onData((bytes) => {
      const data = dataIn(bytes);
      if (data !== undefined) heard(data.payload);
    });
    sides.push({ send: (payload) => client.sendThrough(channel_number, payload) });
  }
  const found = await talk(sides);
  for (const { client } of all) client.wire.close();
  return found;
};

const program = await startOurs();
const wires: Record<Way, (i: number) => OpenWire> = {
  UDP: (i) => overUdp(`127.0.2.${1 + Math.floor(i / clients_per_address)}`),
  TCP: () => overTcp(),
};
// The first ones pay for compiled code.
await relayed(program.port, wires.UDP, 'warm');
await directly('TCP');

const compare = async (way: Way, isStalled: boolean) => {
  const direct: number[] = [];
  const through: number[] = [];
  let lost = 0;
  for (let round = 0; round < rounds; round += 1) {
    direct.push((await directly(way)).p99_ms);
    const found = await relayed(program.port, wires[way], `${way}-${isStalled}-${round}`);
    through.push(found.p99_ms);
    lost += found.lost;
  }
  const [p99_ms, without_ms] = [median(through), median(direct)];
  say(
    `${calls_count} calls over ${way}${isStalled ? ', the main thread stalled' : ''}: p99 ` +
      `${p99_ms.toFixed(2)} ms, directly ${without_ms.toFixed(2)} ms: ` +
      `${(p99_ms - without_ms).toFixed(2)} ms more (target < 2); ${lost} lost`,
  );
};

for (const isStalled of [false, true]) {
  if (isStalled) program.order('stall');
  await compare('UDP', isStalled);
  await compare('TCP', isStalled);
}
await program.stop();
