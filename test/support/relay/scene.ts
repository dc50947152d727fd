// The relay without sockets and without time: packets go in with the address of whoever sent them,
// and everything that would leave is kept with the address to which it goes.
import { createIsImpossible } from '../../../src/relay/addresses/impossible';
import { RELAY_LIMITS, type RelayLimits } from '../../../src/relay/limits';
import { createConnections } from '../../../src/relay/sockets/connections';
import { createEndpoint } from '../../../src/relay/sockets/udp';
import { ATTRIBUTE, TYPE } from '../../../src/relay/stun/codes';
import { readMessage, type StunMessage } from '../../../src/relay/stun/read';
import type { Attribute } from '../../../src/relay/stun/write';
import { createServer } from '../../../src/relay/turn/server';
import { manualClock } from '../clock';
import {
  addressIn,
  type Credentials,
  channel,
  channelData,
  credentialsFor,
  dataIn,
  errorIn,
  lifetime,
  peer,
  request,
  type Signer,
  sendIndication,
  signerFor,
  UDP,
} from './messages';

export const secret = 'the secret of the relay';
export const RELAYED = '198.51.100.8';
export const HERE = { address: '192.0.2.1', broadcast: '192.0.2.255' };
export const PORT = 34_780;
export const handover_key = Buffer.alloc(32, 5);

export interface Sent {
  to: string;
  bytes: Buffer;
}

interface Options {
  limits?: Partial<RelayLimits>;
  mbit?: number;
}

const createClient = (
  push: (bytes: Buffer) => void,
  take: () => Buffer[],
  credentials: Credentials,
) => {
  let signer: Signer | undefined;
  const data = () => take().map((bytes) => dataIn(bytes) ?? bytes);
  const exchange = (bytes: Buffer): Buffer[] => {
    take();
    push(bytes);
    return take();
  };
  /** The answer, if there is one. */
  const ask = (bytes: Buffer): StunMessage | undefined => {
    const [answer] = exchange(bytes);
    return answer && readMessage(answer);
  };
  const code = (answer: StunMessage | undefined) =>
    answer === undefined ? 'silence' : errorIn(answer);
  const signed = (type: number, attributes: Attribute[] = []) =>
    ask(request(type, attributes, signer));
  return {
    push,
    /** What came since. */
    taken: take,
    exchange,
    ask,
    signed,
    data,
    signer: () => signer,
    /** Gets what it signs with from the server's challenge. */
    prepare(): void {
      const challenge = ask(request(TYPE.allocate, [UDP]));
      if (challenge !== undefined) signer = signerFor(credentials, challenge);
    },
    /** 0, or how it was refused; with its relayed address. */
    allocate(...attributes: Attribute[]) {
      this.prepare();
      const answer = signed(TYPE.allocate, [UDP, ...attributes]);
      const at = answer && addressIn(answer, ATTRIBUTE.xorRelayedAddress);
      return { answer, code: code(answer), port: at?.port ?? 0, address: at?.address };
    },
    code,
    refresh: (s: number) => code(signed(TYPE.refresh, [lifetime(s)])),
    permit: (address = RELAYED) => code(signed(TYPE.createPermission, [peer(address, 0)])),
    bind: (number: number, port: number, address = RELAYED) =>
      code(signed(TYPE.channelBind, [channel(number), peer(address, port)])),
    send: (port: number, payload: Uint8Array, address = RELAYED) =>
      push(sendIndication(address, port, payload)),
    sendThrough: (number: number, payload: Uint8Array) => push(channelData(number, payload)),
  };
};

export type Client = ReturnType<typeof createClient>;

export const relayScene = ({ limits: other = {}, mbit = 100 }: Options = {}) => {
  const clock = manualClock(1_000_000);
  const limits = { ...RELAY_LIMITS, ...other };
  const asked: string[] = [];
  const { now } = clock;
  const server = createServer({
    secret,
    relayed_address: RELAYED,
    limits,
    mbit,
    now,
    askCall: (call_id) => asked.push(call_id),
  });
  const sent: Sent[] = [];
  const socket = {
    sendMany(parts: (Buffer | number | string)[]) {
      for (let i = 0; i < parts.length; i += 3) socket.send(parts[i], parts[i + 1], parts[i + 2]);
      return parts.length / 3;
    },
    send(bytes: unknown, port: unknown, address: unknown) {
      sent.push({ to: `${address}:${port}`, bytes: Buffer.from(bytes as Buffer) });
      return true;
    },
  };
  const isImpossible = createIsImpossible([HERE], [PORT, PORT + 1]);
  const { stats } = server;
  const endpoint = createEndpoint(
    () => socket,
    server,
    isImpossible,
    stats,
    (act) => act(),
  );
  const connections = createConnections({ server, limits, stats, handover_key, now });
  const live = (call_id: string, ...member_ids: number[]) =>
    server.calls.begin({ call_id, member_ids, until: Number.POSITIVE_INFINITY });
  live('call', 1, 2);

  return {
    clock,
    server,
    stats,
    connections,
    /** Of which calls the main thread was asked. */
    asked,
    /** Everything that left by UDP. */
    sent,
    live,
    receive: endpoint.receive,
    /** By UDP; by default a member of the call. */
    client(
      address: string,
      port = 50_000,
      credentials = credentialsFor(secret, 'call', 1),
    ): Client {
      const to = `${address}:${port}`;
      const take = () => {
        const mine = sent.filter((one) => one.to === to).map(({ bytes }) => bytes);
        const others = sent.filter((one) => one.to !== to);
        sent.splice(0, sent.length, ...others);
        return mine;
      };
      const push = (bytes: Buffer) => endpoint.receive(Buffer.from(bytes), port, address);
      return createClient(push, take, credentials);
    },
    /** By a TCP connection, whose reader takes so many bytes until it is told to take more. */
    stream(address: string, credentials = credentialsFor(secret, 'call', 1), is_handed = false) {
      let room = Number.POSITIVE_INFINITY;
      let isClosed = false;
      const received: Buffer[] = [];
      const wire = {
        write(bytes: Buffer) {
          const taken = Math.min(room, bytes.length);
          room -= taken;
          if (taken > 0) received.push(Buffer.from(bytes.subarray(0, taken)));
          return taken;
        },
        close() {
          isClosed = true;
        },
      };
      const connection = is_handed
        ? connections.takeOver(wire)
        : connections.accept(wire, address, 40_000);
      const push = (bytes: Buffer) => connection.push(Buffer.from(bytes));
      const take = () => received.splice(0);
      return {
        ...createClient(push, take, credentials),
        connection,
        take,
        isClosed: () => isClosed,
        takes(bytes: number): void {
          room = bytes;
        },
      };
    },
    /** Time goes by, with the looks that belong to it. */
    passes(s: number): void {
      clock.advance(s * 1_000);
      server.sweep();
      connections.sweep();
    },
  };
};

export type RelayScene = ReturnType<typeof relayScene>;

/** alice and bob in a call, each with an allocation and permission for the other. */
export const twoInACall = (options: Options = {}) => {
  const scene = relayScene(options);
  const alice = scene.client('203.0.113.1');
  const bob = scene.client('203.0.113.2', 50_000, credentialsFor(secret, 'call', 2));
  const alicePort = alice.allocate().port;
  const bobPort = bob.allocate().port;
  alice.permit();
  bob.permit();
  return { ...scene, alice, bob, alicePort, bobPort };
};
