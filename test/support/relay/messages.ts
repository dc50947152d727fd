// What a TURN client says and reads, for the clients of the tests and benches.
import { createHmac, randomBytes } from 'node:crypto';
import { readXorAddress, xorAddress } from '../../../src/relay/stun/address';
import { ATTRIBUTE, MAGIC_COOKIE, TYPE } from '../../../src/relay/stun/codes';
import { longTermKey } from '../../../src/relay/stun/integrity';
import { attributeIn, readMessage, type StunMessage } from '../../../src/relay/stun/read';
import { type Attribute, uint32, writeMessage } from '../../../src/relay/stun/write';

export interface Credentials {
  username: string;
  password: string;
}

/** As `GET /calls/ice-servers` gives them, until 2033. */
export const credentialsFor = (
  secret: string,
  call_id: string,
  user_id: number,
  expires_s = 2_000_000_000,
): Credentials => {
  const username = `${expires_s}:${call_id}:${user_id}`;
  const password = createHmac('sha1', secret).update(username).digest('base64');
  return { username, password };
};

/** What a client that has proven itself adds to each request. */
export interface Signer {
  username: string;
  realm: Buffer;
  nonce: Buffer;
  key: Uint8Array;
}

export const signerFor = ({ username, password }: Credentials, challenge: StunMessage): Signer => {
  const realm = attributeIn(challenge, ATTRIBUTE.realm) ?? Buffer.alloc(0);
  const nonce = attributeIn(challenge, ATTRIBUTE.nonce) ?? Buffer.alloc(0);
  return { username, realm, nonce, key: longTermKey(username, `${realm}`, password) };
};

export const request = (type: number, attributes: Attribute[] = [], signer?: Signer): Buffer => {
  const transaction = randomBytes(12);
  if (signer === undefined) return writeMessage({ type, transaction, attributes });
  const proof: Attribute[] = [
    [ATTRIBUTE.username, Buffer.from(signer.username)],
    [ATTRIBUTE.realm, signer.realm],
    [ATTRIBUTE.nonce, signer.nonce],
  ];
  const { key } = signer;
  return writeMessage({ type, transaction, attributes: [...attributes, ...proof], key });
};

export const UDP: Attribute = [ATTRIBUTE.requestedTransport, Buffer.from([17, 0, 0, 0])];
export const lifetime = (s: number): Attribute => [ATTRIBUTE.lifetime, uint32(s)];
export const channel = (number: number): Attribute => [
  ATTRIBUTE.channelNumber,
  uint32((number << 16) >>> 0),
];

const IPV4 = Buffer.alloc(12);
/** XOR-PEER-ADDRESS of an IPv4 address, which is mixed with no transaction. */
export const peer = (address: string, port: number): Attribute => [
  ATTRIBUTE.xorPeerAddress,
  xorAddress(address, port, IPV4),
];

export const channelData = (number: number, payload: Uint8Array, is_padded = false): Buffer => {
  const bytes = Buffer.alloc(4 + payload.length + (is_padded ? -payload.length & 3 : 0));
  bytes.writeUInt16BE(number);
  bytes.writeUInt16BE(payload.length, 2);
  bytes.set(payload, 4);
  return bytes;
};

export const sendIndication = (address: string, port: number, payload: Uint8Array): Buffer =>
  writeMessage({
    type: TYPE.sendIndication,
    transaction: randomBytes(12),
    attributes: [peer(address, port), [ATTRIBUTE.data, payload]],
  });

/** The data in a packet of the relay, and by which way they came. */
export const dataIn = (bytes: Buffer): { from: string; payload: Buffer } | undefined => {
  const first = bytes[0] ?? 255;
  if (first >= 0x40 && first < 0x80) {
    const length = bytes.readUInt16BE(2);
    return { from: `channel ${bytes.readUInt16BE(0)}`, payload: bytes.subarray(4, 4 + length) };
  }
  const message = readMessage(bytes);
  if (message?.type !== TYPE.dataIndication) return undefined;
  const value = attributeIn(message, ATTRIBUTE.xorPeerAddress) ?? Buffer.alloc(0);
  const { address, port } = readXorAddress(value, message.transaction) ?? {};
  const payload = attributeIn(message, ATTRIBUTE.data);
  return payload && { from: `${address}:${port}`, payload };
};

/** 0 if it is none. */
export const errorIn = (message: StunMessage): number => {
  const value = attributeIn(message, ATTRIBUTE.errorCode);
  return value === undefined ? 0 : value.readUInt8(2) * 100 + value.readUInt8(3);
};

export const addressIn = (message: StunMessage, type: number) => {
  const value = attributeIn(message, type);
  return value && readXorAddress(value, message.transaction);
};

export const isStun = (bytes: Buffer): boolean =>
  bytes.length >= 20 && bytes.readUInt32BE(4) === MAGIC_COOKIE;
