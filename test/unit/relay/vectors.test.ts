// RFC 5769, "Test Vectors for Session Traversal Utilities for NAT (STUN)".
import { expect, test } from 'bun:test';
import { readXorAddress, xorAddress } from '../../../src/relay/stun/address';
import { ATTRIBUTE } from '../../../src/relay/stun/codes';
import { isIntact, longTermKey } from '../../../src/relay/stun/integrity';
import { attributeIn, readMessage } from '../../../src/relay/stun/read';
import { writeMessage } from '../../../src/relay/stun/write';

const bytesOf = (...lines: string[]): Buffer => Buffer.from(lines.join(''), 'hex');
const shortTerm = Buffer.from('VOkJxbRl1RmTxUk/WvJxBt');

const sampleRequest = bytesOf(
  '000100582112a442b7e7a701bc34d686fa87dfae',
  '802200105354554e207465737420636c69656e74',
  '002400046e0001ff',
  '80290008932ff9b151263b36',
  '000600096576746a3a68367659202020',
  '000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2',
  '80280004e57a3bcf',
);
const ipv4Response = bytesOf(
  '0101003c2112a442b7e7a701bc34d686fa87dfae',
  '8022000b7465737420766563746f7220',
  '002000080001a147e112a643',
  '000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7',
  '80280004c07d4c96',
);
const ipv6Response = bytesOf(
  '010100482112a442b7e7a701bc34d686fa87dfae',
  '8022000b7465737420766563746f7220',
  '002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9',
  '00080014a382954e4be67bf11784c97c8292c275bfe3ed41',
  '80280004c8fb0b4c',
);
const longTermRequest = bytesOf(
  '000100602112a44278ad3433c6ad72c029da412e',
  '00060012e3839ee38388e383aae38383e382afe382b90000',
  '0015001c662f2f3439396b39353464364f4c33346f4c39465354767936347341',
  '0014000b6578616d706c652e6f726700',
  '00080014f67024656dd64a3e02b8e0712e85c9a28ca89666',
);

const read = (bytes: Buffer) => {
  const message = readMessage(bytes);
  if (message?.integrity_at === undefined) throw new Error('it is not read');
  return { ...message, integrity_at: message.integrity_at };
};

test.each([
  ['the request', sampleRequest, shortTerm, true],
  ['the response with an IPv4 address', ipv4Response, shortTerm, true],
  ['the response with an IPv6 address', ipv6Response, shortTerm, true],
  [
    'the request with long-term credentials',
    longTermRequest,
    longTermKey('マトリックス', 'example.org', 'TheMatrIX'),
    false,
  ],
])('%s is read, and its integrity holds for its key alone', (_, bytes, key, has_fingerprint) => {
  const message = read(bytes);
  expect(message.has_fingerprint).toBe(has_fingerprint);
  expect(isIntact(bytes, message.integrity_at, key)).toBe(true);
  expect(isIntact(bytes, message.integrity_at, Buffer.from('another key'))).toBe(false);
  // It is looked at, and left as it was.
  expect(read(bytes).attributes).toEqual(message.attributes);
});

test.each([
  [ipv4Response, '192.0.2.1'],
  [ipv6Response, '2001:db8:1234:5678:11:2233:4455:6677'],
])('the mapped address is the one of the vector', (bytes, address) => {
  const { transaction, ...message } = read(bytes);
  const value = attributeIn({ ...message, transaction }, ATTRIBUTE.xorMappedAddress);
  expect(value && readXorAddress(value, transaction)).toEqual({ address, port: 32_853 });
  expect(value).toEqual(xorAddress(address, 32_853, transaction));
});

test('what is written is the vector, byte for byte', () => {
  const { type, transaction, attributes } = read(longTermRequest);
  const key = longTermKey('マトリックス', 'example.org', 'TheMatrIX');
  expect(writeMessage({ type, transaction, attributes, key })).toEqual(longTermRequest);
});

test('one changed byte is no message, or one whose sums do not hold', () => {
  for (let at = 0; at < sampleRequest.length; at += 1) {
    const changed = Buffer.from(sampleRequest);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect([at, readMessage(changed)?.has_fingerprint ?? false]).toEqual([at, false]);
  }
  for (let at = 0; at < longTermRequest.length; at += 1) {
    const changed = Buffer.from(longTermRequest);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    const message = readMessage(changed);
    const integrity_at = message?.integrity_at;
    const key = longTermKey('マトリックス', 'example.org', 'TheMatrIX');
    const isTrue = integrity_at !== undefined && isIntact(changed, integrity_at, key);
    expect([at, isTrue]).toEqual([at, false]);
  }
});

test('IPv4 in IPv6 is written as IPv4', () => {
  const transaction = Buffer.alloc(12, 9);
  expect(xorAddress('::ffff:192.0.2.1', 32_853, transaction)).toEqual(
    xorAddress('192.0.2.1', 32_853, transaction),
  );
});
