// The TLS front, byte by byte.
import { expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Socket } from 'bun';
import { pair, scene } from '../../support/network/front-scene';
import { client } from '../../support/network/heard';
import { scratch } from '../../support/scratch';
import { certify, serialAt, trust, until } from '../../support/tls';

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
};

const STUN = '\x00\x01\x00\x00and a transaction';

test('a first byte below four is for the relay, with the address of the client; all else is HTTP', async () => {
  const echo = { data: (socket: Socket, bytes: Buffer) => void socket.write(bytes) };
  using it = scene({ http: echo, turn: echo });
  const [binding, request] = [client(it.url, STUN), client(it.url, 'GET / HTTP/1.1\r\n')];
  await until(() => binding.heard.text !== '' && request.heard.text !== '');
  expect(binding.heard.text).toBe(`<127.0.0.1>${STUN}`);
  expect(request.heard.text).toBe('GET / HTTP/1.1\r\n');
  const [from] = it.inner.sockets;
  expect(it.clients.addressOf(from?.remotePort ?? 0)).toBe('127.0.0.1');
  const stranger = client(`http://127.0.0.1:${it.inner.listener.port}`, 'GET');
  await until(() => it.inner.sockets.length === 2);
  expect(it.clients.addressOf(it.inner.sockets[1]?.remotePort ?? 0)).toBeUndefined();
  stranger.socket.destroy();
  // The note goes with its connection.
  const { remotePort = 0 } = from ?? {};
  request.socket.destroy();
  await until(() => it.clients.addressOf(remotePort) === undefined);
  binding.socket.destroy();
  await until(() => it.front.count() === 0);
});

test('without a relay STUN is hung up on, and so is HTTP at the port for TURN alone', async () => {
  using it = scene({ hasRelay: false });
  const binding = client(it.url, STUN);
  await binding.closed;
  expect(binding.heard.bytes).toBe(0);
  const port = it.front.listen('turn', '127.0.0.1', 0);
  trust(`https://127.0.0.1:${port}`, pair.cert);
  const request = client(`https://127.0.0.1:${port}`, 'GET / HTTP/1.1\r\n\r\n');
  await request.closed;
  expect([request.heard.bytes, it.inner.sockets.length]).toEqual([0, 0]);
});

test('whoever reads slowly holds the sender up, in both directions, and gets every byte', async () => {
  const size = 24_000_000;
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 1_024) bytes.writeUInt32LE(at, at);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const came = { hash: createHash('sha256'), bytes: 0 };
  let owed: Uint8Array = bytes;
  const pump = (socket: Socket) => {
    const taken = owed.length > 0 ? socket.write(owed) : 0;
    owed = owed.subarray(Math.max(0, taken));
  };
  using it = scene({
    http: {
      data(socket, chunk) {
        if (came.bytes === 0) pump(socket);
        came.bytes += chunk.length;
        came.hash.update(chunk);
        // It reads no more until it is told to.
        if (came.bytes < 1_000_000) socket.pause();
      },
      drain: pump,
    },
  });
  const { socket, heard } = client(it.url, 'P');
  socket.pause();
  socket.write(bytes);
  await until(() => it.front.unsent_bytes() > 0);
  await Bun.sleep(300);
  expect(it.front.unsent_bytes()).toBeLessThan(2 * 600 * 1_024);
  expect(came.bytes).toBeLessThan(2_000_000);
  expect(heard.bytes).toBe(0);
  came.bytes = 1_000_001;
  came.hash = createHash('sha256');
  socket.resume();
  await until(() => heard.bytes === size);
  expect(heard.hash.digest('hex')).toBe(digest);
  const [inner] = it.inner.sockets;
  inner?.resume();
  await until(() => came.bytes > size);
  socket.destroy();
  await until(() => it.front.count() === 0);
  expect(it.front.unsent_bytes()).toBe(0);
});

test('a half that is closed is closed for the other one alone, after its answer, and both may close first', async () => {
  using it = scene({
    patience: { unanswered_ms: 10_000, quiet_ms: 300 },
    http: {
      data(socket, bytes) {
        if (bytes.includes('bye')) socket.shutdown();
        if (bytes.includes('request')) setTimeout(() => socket.write('the answer'), 50);
      },
      // As the runtime does.
      end: (socket) => void socket.terminate(),
    },
  });
  const { socket, heard, closed } = client(it.url, 'a request');
  socket.end();
  await closed;
  expect([heard.text, heard.isEnded, heard.error]).toEqual(['the answer', true, '']);
  const other = client(it.url, 'bye');
  await until(() => other.heard.isEnded);
  other.socket.end();
  await other.closed;
  await until(() => it.front.count() === 0);
  expect(it.inner.closed).toEqual(['well', 'well']);
});

test('a WebSocket is told of the end at once, for nobody waits for the answer to a frame', async () => {
  using it = scene({ patience: {}, http: { end: (socket) => void socket.end() } });
  const left = client(it.url, 'GET /ws');
  await until(() => it.inner.sockets.length === 1);
  it.inner.sockets[0]?.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
  await until(() => left.heard.bytes > 0);
  left.socket.write('a frame');
  left.socket.end();
  await left.closed;
});

test('a reset on either side ends the other, and what was said before it still arrives', async () => {
  using it = scene({
    http: {
      data(socket, bytes) {
        if (!bytes.includes('reset')) return;
        socket.write('last words');
        // The front reads in one of the next turns.
        void turns(10).then(() => socket.terminate());
      },
    },
  });
  const { heard, closed, socket } = client(it.url, 'reset');
  await until(() => heard.isEnded || heard.error !== '');
  socket.end();
  await closed;
  expect(heard.text).toBe('last words');
  const killed = client(it.url, 'here');
  await until(() => it.inner.sockets.length === 2);
  killed.socket.resetAndDestroy();
  await until(() => it.inner.closed.length === 2 && it.front.count() === 0);
});

test('no TLS, half a handshake and silence leave nothing behind', async () => {
  using it = scene({ silent_ms: 300 });
  const plain = it.url.replace('https:', 'http:');
  const hello = Buffer.from('16030100050100000103', 'hex');
  const all = [
    client(plain, 'GET / HTTP/1.1\r\n\r\n'),
    client(plain, Buffer.alloc(4_000, 0x16)),
    client(plain, STUN),
    client(plain, hello),
    client(it.url),
  ];
  all.push(client(plain));
  for (const { socket } of all) socket.once('end', () => socket.end());
  await Promise.all(all.map(({ closed }) => closed));
  await until(() => it.front.count() === 0);
  expect([it.inner.sockets.length, it.relay.sockets.length]).toEqual([0, 0]);
  // On a busy machine a handshake may take that long, too: whoever was cut off asks again.
  let well = client(it.url, 'GET');
  await until(() => {
    if (well.heard.isEnded || well.heard.error !== '') well = client(it.url, 'GET');
    return it.inner.sockets.length === 1;
  });
  well.socket.destroy();
});

test('a new certificate is for new connections, and those of before go on', async () => {
  const echo = { data: (socket: Socket, bytes: Buffer) => void socket.write(bytes) };
  using it = scene({ http: echo });
  const before = client(it.url, 'one ');
  await until(() => before.heard.text === 'one ');
  using place = scratch();
  const next = certify(place.dir, 'next', { serial: 34 });
  expect(await serialAt(it.port)).toBe('01');
  expect(() => it.front.use({ ...pair, key: 'none' })).toThrow();
  expect(await serialAt(it.port)).toBe('01');
  it.front.use({ cert: readFileSync(next.cert, 'utf8'), key: readFileSync(next.key, 'utf8') });
  expect(await serialAt(it.port)).toBe('22');
  before.socket.write('two');
  await until(() => before.heard.text === 'one two');
  before.socket.destroy();
});
