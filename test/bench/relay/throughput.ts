// Packets that one CPU-second of the relay's thread relays, beside those of coturn's, in one run:
// ChannelData and Send indications, small and large, with the contract's limits on. A relay of this
// program goes from client to client, coturn from client to any address: both take one packet in and
// let one out. `bun test/bench/relay/throughput.ts [seconds] [rounds]`
import { readFileSync } from 'node:fs';
import type { udp } from 'bun';
import { openClient, type TurnClient } from '../../support/relay/client';
import {
  type Credentials,
  channelData,
  credentialsFor,
  sendIndication,
} from '../../support/relay/messages';
import { median, say } from '../measure';
import { busiest, cpuOf, type Program, secret, startOurs, startTheirs } from './programs';

const seconds = Number(process.argv[2] ?? 1.5);
const rounds = Number(process.argv[3] ?? 3);
const clients_count = 320;
/** Of one address: its first answers are few. */
const clients_per_address = 16;
const burst = 8;
const channel_number = 0x4000;

interface Sender {
  client: TurnClient;
  socket: udp.Socket<'buffer'>;
  /** Where its data go. */
  to: { address: string; port: number };
}

/** What the sockets of this process lost because nobody read them, by their ports. */
const dropped = (ports: ReadonlySet<number>): number =>
  readFileSync('/proc/net/udp', 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => ports.has(Number.parseInt(fields[1]?.split(':')[1] ?? '', 16)))
    .reduce((sum, fields) => sum + Number(fields.at(-1)), 0);

let received = 0;
const count = () => {
  received += 1;
};

const openSockets = async (program: Program) => {
  const sink = await Bun.udpSocket({
    hostname: '127.0.0.1',
    socket: { data: count },
  });
  const ports = new Set([sink.port]);
  const senders: Sender[] = [];
  const open = async (number: number) => {
    const call_id = `call-${number >> 1}`;
    const credentials: Credentials = credentialsFor(secret, call_id, 1 + (number & 1));
    let socket: udp.Socket<'buffer'> | undefined;
    const hostname = `127.0.1.${1 + Math.floor(number / clients_per_address)}`;
    const client = await openClient(
      async (port, hear) => {
        const own = await Bun.udpSocket({ hostname, socket: { data: (_, bytes) => hear(bytes) } });
        socket = own;
        return {
          send: (bytes) => own.send(bytes, port, '127.0.0.1'),
          close: () => own.close(),
        };
      },
      program.port,
      credentials,
    );
    const { relayed, code } = await client.allocate();
    if (socket === undefined || code !== 0) throw new Error(`no allocation: ${code}`);
    client.onData(count);
    return { client, socket, to: relayed };
  };
  for (let i = 0; i < clients_count; i += 2) {
    const [a, b] = [await open(i), await open(i + 1)];
    const theirs = { address: '127.0.0.1', port: sink.port };
    senders.push({ ...a, to: program.is_ours ? b.to : theirs });
    senders.push({ ...b, to: program.is_ours ? a.to : theirs });
    ports.add(a.socket.port).add(b.socket.port);
  }
  for (const { client, to } of senders) await client.permit(to.address, to.port);
  return { senders, sink, ports };
};

/** Packets out for each CPU-second of the thread. */
const measure = async (
  program: Program,
  sockets: Awaited<ReturnType<typeof openSockets>>,
  kind: string,
  bytes: number,
) => {
  const { senders, ports } = sockets;
  const payload = Buffer.alloc(bytes, 7);
  const batches = senders.map(({ socket, to }) => {
    const packet =
      kind === 'ChannelData'
        ? channelData(channel_number, payload)
        : sendIndication(to.address, to.port, payload);
    const parts = Array.from({ length: burst }, () => [packet, program.port, '127.0.0.1']);
    return { socket, parts: parts.flat() };
  });
  await Bun.sleep(50);
  received = 0;
  const [before, cpu] = [dropped(ports), cpuOf(program.pid)];
  const end = performance.now() + seconds * 1_000;
  // Without a pause: what comes back is counted by the system.
  while (performance.now() < end) for (const { socket, parts } of batches) socket.sendMany(parts);
  await Bun.sleep(300);
  const cpu_ms = busiest(program.pid, cpu);
  const relayed = received + dropped(ports) - before;
  return { per_s: relayed / (cpu_ms / 1_000), share: cpu_ms / (seconds * 1_000 + 300) };
};

const CASES: [kind: string, bytes: number, target: number][] = [
  ['Send', 160, 0.6],
  ['Send', 1_200, 0.45],
  ['ChannelData', 160, 0.8],
  ['ChannelData', 1_200, 0.75],
];

const programs = [await startOurs(), await startTheirs()];
const opened = [];
for (const program of programs) opened.push(await openSockets(program));
for (const [kind, bytes, target] of CASES) {
  if (kind === 'ChannelData') {
    for (const { senders } of opened) {
      for (const { client, to } of senders) await client.bind(channel_number, to.address, to.port);
    }
  }
  const figures: number[][] = [[], []];
  const shares: number[][] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, program] of programs.entries()) {
      const sockets = opened[i];
      if (sockets === undefined) continue;
      const { per_s, share } = await measure(program, sockets, kind, bytes);
      figures[i]?.push(per_s);
      shares[i]?.push(share);
    }
  }
  const [ours = 0, theirs = 0] = figures.map(median);
  const [busy = 0, their_busy = 0] = shares.map(median);
  say(
    `${kind} of ${bytes} bytes: ${(ours / 1_000).toFixed(0)}k packets a CPU-second, coturn ` +
      `${(theirs / 1_000).toFixed(0)}k: ratio ${(ours / theirs).toFixed(2)} (target ${target}); ` +
      `the threads were busy ${(100 * busy).toFixed(0)} and ${(100 * their_busy).toFixed(0)} %`,
  );
}
for (const { senders, sink } of opened) {
  for (const { client } of senders) client.wire.close();
  sink.close();
}
for (const program of programs) await program.stop();
