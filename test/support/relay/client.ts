// A TURN client on UDP or TCP, with one request at a time.
import type { Socket } from 'bun';
import { ATTRIBUTE, TYPE } from '../../../src/relay/stun/codes';
import { readMessage, type StunMessage } from '../../../src/relay/stun/read';
import type { Attribute } from '../../../src/relay/stun/write';
import {
  addressIn,
  type Credentials,
  channel,
  channelData,
  errorIn,
  lifetime,
  peer,
  request,
  type Signer,
  sendIndication,
  signerFor,
  UDP,
} from './messages';

export interface Wire {
  send(bytes: Buffer): void;
  close(): void;
}

/** Gives what it hears to `hear`, a whole message or ChannelData each time. */
export type OpenWire = (port: number, hear: (bytes: Buffer) => void) => Promise<Wire>;

export const overUdp =
  (hostname = '127.0.0.1', server = '127.0.0.1'): OpenWire =>
  async (port, hear) => {
    const socket = await Bun.udpSocket({
      hostname,
      socket: { data: (_, bytes) => hear(bytes), error() {} },
    });
    return { send: (bytes) => socket.send(bytes, port, server), close: () => socket.close() };
  };

/** Of the frame at the beginning; RFC 8656, 12.5. */
const frameLength = (bytes: Buffer): number => {
  const length = bytes.readUInt16BE(2);
  return (bytes[0] ?? 0) < 0x40 ? 20 + length : 4 + length + (-length & 3);
};

/** Hands each whole frame of a stream to `hear`. */
export const byFrame = (hear: (bytes: Buffer) => void) => {
  let begun: Buffer = Buffer.alloc(0);
  return (chunk: Buffer): void => {
    begun = begun.length === 0 ? chunk : Buffer.concat([begun, chunk]);
    while (begun.length >= 4 && begun.length >= frameLength(begun)) {
      const length = frameLength(begun);
      hear(begun.subarray(0, length));
      begun = begun.subarray(length);
    }
  };
};

/** `first`: what goes before everything. */
export const overTcp =
  (hostname = '127.0.0.1', first = Buffer.alloc(0)): OpenWire =>
  async (port, hear) => {
    const push = byFrame(hear);
    const socket = await Bun.connect({
      hostname,
      port,
      socket: { data: (_, chunk) => push(chunk) },
    });
    if (first.length > 0) socket.write(first);
    return { send: (bytes) => socket.write(bytes), close: () => socket.end() };
  };

/** A TCP connection that may stop to read. */
export const pausableTcp = () => {
  let socket: Socket | undefined;
  const open: OpenWire = async (port, hear) => {
    const push = byFrame(hear);
    const data = (_: Socket, chunk: Buffer) => push(chunk);
    const own = await Bun.connect({ hostname: '127.0.0.1', port, socket: { data } });
    socket = own;
    return { send: (bytes) => own.write(bytes), close: () => own.end() };
  };
  return { open, pause: () => socket?.pause(), resume: () => socket?.resume() };
};

const patience_ms = 30_000;
/** Here a packet is lost in a flood alone: what only comes late on a busy machine is asked for once. */
const again_after_ms = 5_000;
/** A success or a failure; RFC 8489, 5. */
const ANSWER = 0x0100;

export const openClient = async (open: OpenWire, port: number, credentials: Credentials) => {
  const waiting = new Map<string, (message: StunMessage) => void>();
  const data: Buffer[] = [];
  let onData: (bytes: Buffer) => void = (bytes) => data.push(bytes);
  const wire = await open(port, (bytes) => {
    const message = (bytes[0] ?? 255) < 0x40 ? readMessage(bytes) : undefined;
    const name = message?.transaction.toString('hex') ?? '';
    const resolve = waiting.get(name);
    waiting.delete(name);
    if (message !== undefined && resolve !== undefined) resolve(message);
    // The second answer to what was sent again is nobody's.
    else if (message === undefined || (message.type & ANSWER) === 0) onData(bytes);
  });
  let signer: Signer | undefined;

  /** Fails if nothing answers; sends again, as clients do. */
  const ask = async (bytes: Buffer): Promise<StunMessage> => {
    const answer = Promise.withResolvers<StunMessage>();
    waiting.set(bytes.subarray(8, 20).toString('hex'), answer.resolve);
    wire.send(bytes);
    const again = setInterval(() => wire.send(bytes), again_after_ms);
    const limit = setTimeout(() => answer.reject(new Error('nobody answers')), patience_ms);
    try {
      return await answer.promise;
    } finally {
      clearInterval(again);
      clearTimeout(limit);
    }
  };
  const signed = (type: number, attributes: Attribute[]) => ask(request(type, attributes, signer));

  return {
    wire,
    ask,
    signed,
    signer: () => signer,
    /** Data that came, as it came. */
    data,
    onData(hear: (bytes: Buffer) => void): void {
      onData = hear;
    },
    /** The relayed address, or the code of the refusal. */
    async allocate(...attributes: Attribute[]) {
      const wanted = [UDP, ...attributes];
      signer = signerFor(credentials, await ask(request(TYPE.allocate, wanted)));
      const message = await signed(TYPE.allocate, wanted);
      const relayed = addressIn(message, ATTRIBUTE.xorRelayedAddress);
      return { message, code: errorIn(message), relayed: relayed ?? { address: '', port: 0 } };
    },
    refresh: async (s: number) => errorIn(await signed(TYPE.refresh, [lifetime(s)])),
    permit: async (address: string, peer_port = 0) =>
      errorIn(await signed(TYPE.createPermission, [peer(address, peer_port)])),
    bind: async (number: number, address: string, peer_port: number) =>
      errorIn(await signed(TYPE.channelBind, [channel(number), peer(address, peer_port)])),
    send: (address: string, peer_port: number, payload: Uint8Array) =>
      wire.send(sendIndication(address, peer_port, payload)),
    sendThrough: (number: number, payload: Uint8Array) =>
      wire.send(channelData(number, payload, true)),
    [Symbol.dispose]: () => wire.close(),
  };
};

export type TurnClient = Awaited<ReturnType<typeof openClient>>;
