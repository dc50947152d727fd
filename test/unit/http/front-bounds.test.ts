// Nobody can use up the descriptors of the TLS front by connections that nobody inside is behind.
import { expect, test } from 'bun:test';
import { once } from 'node:events';
import type { Socket } from 'bun';
import { silent_connections_of_network_max } from '../../../src/protocol/call-limits';
import { scene } from '../../support/network/front-scene';
import { client } from '../../support/network/heard';
import { dial } from '../../support/network/wire';
import { until } from '../../support/tls';

/** Connections of an address that say nothing, some at a time; how many were let go of. */
const silentFrom = async (port: number, localAddress: string, count: number, at_once = 1) => {
  const all: ReturnType<typeof dial>[] = [];
  let closed = 0;
  const open = async () => {
    const socket = dial(`http://127.0.0.1:${port}`, { localAddress });
    all.push(socket);
    socket.on('error', () => {}).on('close', () => (closed += 1));
    await once(socket, 'connect');
  };
  const opening = async () => {
    while (all.length < count) await open();
  };
  await Promise.all(Array.from({ length: at_once }, opening));
  return { closed: () => closed, end: () => all.map((socket) => socket.destroy()) };
};

test('five thousand silent connections of one address keep no other address out', async () => {
  const echo = { data: (socket: Socket, bytes: Buffer) => void socket.write(bytes) };
  // None ends by its own time: it is the bound that lets go of them.
  using it = scene({ http: echo, silent_ms: 600_000 });
  const mallory = await silentFrom(it.port, '127.0.0.66', 5_000, 100);
  await until(() => mallory.closed() >= 5_000 - silent_connections_of_network_max);
  expect(it.front.count()).toBeLessThanOrEqual(silent_connections_of_network_max);
  const alice = client(it.url, 'GET / HTTP/1.1\r\n', '127.0.0.7');
  await until(() => alice.heard.text !== '');
  alice.socket.destroy();
  mallory.end();
  await until(() => it.front.count() === 0);
}, 300_000);

test('where there is no room, the one that was silent for longest makes some, unless it just came', async () => {
  const echo = { data: (socket: Socket, bytes: Buffer) => void socket.write(bytes) };
  const silent = { of_network_max: 3, connections_max: 5, stay_ms: 300 };
  using it = scene({ http: echo, silent });
  const office = await silentFrom(it.port, '127.0.0.66', 4);
  await until(() => office.closed() === 1);
  await Bun.sleep(silent.stay_ms);
  // A colleague of the same address, who then counts no more.
  const alice = client(it.url, 'GET / HTTP/1.1\r\n', '127.0.0.66');
  await until(() => alice.heard.text !== '' && office.closed() === 2);
  const elsewhere = await silentFrom(it.port, '127.0.0.67', 3);
  await Bun.sleep(silent.stay_ms);
  const bob = client(it.url, 'GET / HTTP/1.1\r\n', '127.0.0.68');
  await until(() => bob.heard.text !== '' && office.closed() === 3);
  expect([elsewhere.closed(), it.front.count()]).toEqual([0, 6]);
  for (const { socket } of [alice, bob]) socket.destroy();
  for (const each of [office, elsewhere]) each.end();
  await until(() => it.front.count() === 0);
});

test('who has the answer and does not close is no more welcome than who says nothing', async () => {
  const http = { data: (socket: Socket) => void socket.end('the answer') };
  using it = scene({ http, silent: { of_network_max: 3, stay_ms: 0 } });
  const all: ReturnType<typeof client>[] = [];
  for (let i = 0; i < 9; i += 1) {
    const one = client(it.url, 'GET / HTTP/1.1\r\n');
    await until(() => one.heard.text === 'the answer');
    all.push(one);
  }
  await until(() => it.front.count() === 3);
  for (const { socket } of all) socket.destroy();
  await until(() => it.front.count() === 0);
});
