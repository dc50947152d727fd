// A TURN client of the tests (RFC 8656 over UDP): it asks for an allocation, as browsers do first.
import { createHash, createHmac, randomBytes } from 'node:crypto';

const MAGIC_COOKIE = 0x2112a442;
const ALLOCATE = 0x0003;
const REFRESH = 0x0004;
const USERNAME = 0x0006;
const MESSAGE_INTEGRITY = 0x0008;
const ERROR_CODE = 0x0009;
const LIFETIME = 0x000d;
const REALM = 0x0014;
const NONCE = 0x0015;
const XOR_RELAYED_ADDRESS = 0x0016;
const REQUESTED_TRANSPORT = 0x0019;
/** UDP (RFC 8656, 18.7). */
const UDP = Buffer.from([17, 0, 0, 0]);

type Attribute = [number, Buffer];

/** Padded to four bytes (RFC 8489, 14). */
const encoded = ([type, value]: Attribute): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(-value.length & 3)]);
};

const message = (type: number, attributes: Attribute[], key?: Buffer): Buffer => {
  const body = Buffer.concat(attributes.map(encoded));
  const head = Buffer.alloc(8);
  head.writeUInt16BE(type);
  head.writeUInt32BE(MAGIC_COOKIE, 4);
  // The length counts the integrity that follows (14.5): 4 + 20 bytes.
  head.writeUInt16BE(body.length + (key === undefined ? 0 : 24), 2);
  const whole = Buffer.concat([head, randomBytes(12), body]);
  if (key === undefined) return whole;
  const mac = createHmac('sha1', key).update(whole).digest();
  return Buffer.concat([whole, encoded([MESSAGE_INTEGRITY, mac])]);
};

/** The transaction (RFC 8489, 5) that a message belongs to. */
const transactionOf = (bytes: Buffer): string => bytes.toString('hex', 8, 20);

const read = (data: Buffer) => {
  const attributes = new Map<number, Buffer>();
  for (let at = 20; at + 4 <= data.length; ) {
    const length = data.readUInt16BE(at + 2);
    attributes.set(data.readUInt16BE(at), data.subarray(at + 4, at + 4 + length));
    at += 4 + length + (-length & 3);
  }
  const error = attributes.get(ERROR_CODE);
  const code = error === undefined ? 0 : error.readUInt8(2) * 100 + error.readUInt8(3);
  return { attributes, code };
};

export interface Credentials {
  username: string;
  credential: string;
}

/** The port of the relayed address, or the code of the refusal; the allocation is given back. */
export const allocate = async (port: number, { username, credential }: Credentials) => {
  const waiting = new Map<string, (answer: Buffer) => void>();
  const socket = await Bun.udpSocket({
    hostname: '127.0.0.1',
    connect: { hostname: '127.0.0.1', port },
    // To what was asked twice comes an answer twice: the later one is to nothing any more.
    socket: { data: (_, data) => waiting.get(transactionOf(data))?.(data) },
  });
  /** Once more if it was lost, or the server is not up yet. */
  const ask = async (bytes: Buffer) => {
    const answered = Promise.withResolvers<Buffer>();
    waiting.set(transactionOf(bytes), answered.resolve);
    const sending = setInterval(() => socket.send(bytes), 200);
    socket.send(bytes);
    const limit = setTimeout(() => answered.reject(new Error('the TURN server is silent')), 30_000);
    try {
      return read(await answered.promise);
    } finally {
      clearInterval(sending);
      clearTimeout(limit);
      waiting.delete(transactionOf(bytes));
    }
  };
  try {
    const asked: Attribute = [REQUESTED_TRANSPORT, UDP];
    const first = await ask(message(ALLOCATE, [asked]));
    const realm = first.attributes.get(REALM) ?? Buffer.alloc(0);
    const nonce = first.attributes.get(NONCE) ?? Buffer.alloc(0);
    // RFC 8489, 9.2.2: long-term credentials.
    const key = createHash('md5').update(`${username}:${realm}:${credential}`).digest();
    const proof: Attribute[] = [
      [USERNAME, Buffer.from(username)],
      [REALM, realm],
      [NONCE, nonce],
    ];
    const { attributes, code } = await ask(message(ALLOCATE, [asked, ...proof], key));
    const relayed = attributes.get(XOR_RELAYED_ADDRESS);
    if (relayed === undefined) return { unproven: first.code, code, relayed_port: 0 };
    await ask(message(REFRESH, [[LIFETIME, Buffer.alloc(4)], ...proof], key));
    const relayed_port = relayed.readUInt16BE(2) ^ (MAGIC_COOKIE >>> 16);
    return { unproven: first.code, code, relayed_port };
  } finally {
    socket.close();
  }
};
