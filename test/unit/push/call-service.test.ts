// One call to a push service, and services that lead elsewhere, hang or answer for ever.
import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { createServer, type TLSSocket } from 'node:tls';
import { type Answer, callService, pinned } from '../../../src/push/call-service';
import { isAvailable } from '../../support/available';
import { scratch } from '../../support/scratch';

const push = { headers: { ttl: '60' }, body: new Uint8Array(10) };
const never = new AbortController().signal;
const believed = (url: string) => ({ url: new URL(url), isBelieved: true });
const named = (host: string) => ({ url: new URL(`https://${host}/a`), isBelieved: false });
const said = (answer: Answer) => ('status' in answer ? answer.status : answer.fault);

test('a good name with one address that is none of the public ones is not called', async () => {
  const look =
    (...addresses: string[]) =>
    async () =>
      addresses;
  for (const addresses of [['10.0.0.1'], ['8.8.8.8', '127.0.0.1'], ['::ffff:192.168.0.1']]) {
    const answer = await callService(named('push.example'), push, 0, never, look(...addresses));
    expect(answer).toEqual({ fault: 'address' });
  }
  const nobody = await callService(named('push.example'), push, 0, never, look());
  expect(said(nobody)).toBe('no_answer');
  const lost = async () => {
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  };
  const answer = await callService(named('push.example'), push, 0, never, lost);
  expect(answer).toEqual({ fault: 'no_answer', reason: 'ENOTFOUND' });
});

test('each attempt takes another address of the name', () => {
  const { at, host, tls } = pinned(new URL('https://push.example/a?b'), '2606:4700::1111');
  expect(at.href).toBe('https://[2606:4700::1111]/a?b');
  expect([host, tls]).toEqual(['push.example', { serverName: 'push.example' }]);
});

test.skipIf(!isAvailable('openssl'))(
  'the address that was examined is called under its name, and must have the certificate of it',
  async () => {
    using place = scratch();
    const certify = (name: string) => {
      const args = [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
      ];
      const to = ['-keyout', `${place.dir}/${name}.key`, '-out', `${place.dir}/${name}.pem`];
      const about = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-days', '2'];
      expect(Bun.spawnSync(['openssl', ...args, ...to, ...about]).exitCode).toBe(0);
      const read = (end: string) => readFileSync(`${place.dir}/${name}.${end}`, 'utf8');
      return { key: read('key'), cert: read('pem') };
    };
    const own = certify('push.example');
    const heads: string[] = [];
    const names: (string | false | undefined)[] = [];
    const server = createServer(own, (socket: TLSSocket) => {
      names.push((socket as TLSSocket & { servername?: string }).servername);
      socket.on('error', () => {});
      socket.on('data', (data) => {
        heads.push(String(data));
        socket.end('HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      });
    });
    const { promise: port, resolve } = Promise.withResolvers<number>();
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    const call = async (name: string, ca: string) => {
      const { at, host, tls } = pinned(new URL(`https://${name}:${await port}/a`), '127.0.0.1');
      const headers = { host };
      return fetch(at, { method: 'POST', headers, tls: { ...tls, ca } });
    };
    expect((await call('push.example', own.cert)).status).toBe(201);
    expect(heads[0]).toContain(`Host: push.example:${await port}`.toLowerCase().slice(6));
    expect(names).toEqual(['push.example']);
    await expect(call('other.example', own.cert)).rejects.toThrow('ALTNAME');
    await expect(call('push.example', certify('other.example').cert)).rejects.toThrow();
    server.close();
  },
);

test('a redirect is not followed', async () => {
  let elsewhere = 0;
  using other = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch() {
      elsewhere += 1;
      return new Response();
    },
  });
  using service = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: () => Response.redirect(String(other.url), 307),
  });
  expect(said(await callService(believed(String(service.url)), push, 0, never))).toBe(307);
  expect(elsewhere).toBe(0);
});

test('of an answer without an end 1 KiB is read, and it counts as none', async () => {
  let sent = 0;
  let cancelled = false;
  const status = { now: 201 };
  using service = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: () =>
      new Response(
        new ReadableStream({
          async pull(controller) {
            sent += 65_536;
            controller.enqueue(new Uint8Array(65_536).fill(120));
            await Bun.sleep(1);
          },
          cancel() {
            cancelled = true;
          },
        }),
        { status: status.now },
      ),
  });
  const answer = await callService(believed(String(service.url)), push, 0, never);
  expect(answer).toEqual({ fault: 'no_answer', reason: 'an answer without an end' });
  while (!cancelled) await Bun.sleep(1);
  expect(sent).toBeLessThan(16 * 1_024 * 1_024);
  status.now = 410;
  const gone = await callService(believed(String(service.url)), push, 0, never);
  expect('text' in gone && [gone.status, gone.text.length]).toEqual([410, 1_024]);
});

test('no compressed answer is asked for, and one that comes is not unpacked', async () => {
  const wanted: (string | null)[] = [];
  const packed = Bun.gzipSync(new Uint8Array(64 * 1_024));
  const bodies = [packed, new Uint8Array(5)];
  using service = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch({ headers }) {
      wanted.push(headers.get('accept-encoding'));
      return new Response(bodies.shift(), { status: 410, headers: { 'content-encoding': 'gzip' } });
    },
  });
  const call = () => callService(believed(String(service.url)), push, 0, never);
  const first = await call();
  expect('text' in first && [first.status, first.text.length <= packed.length]).toEqual([
    410,
    true,
  ]);
  // What could not be unpacked would be no answer, and the dead endpoint be called again.
  expect(said(await call())).toBe(410);
  expect(wanted).toEqual(['identity', 'identity']);
});

test('a long answer that ends is one, and nobody who answers is none', async () => {
  using service = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: () => new Response('x'.repeat(5_000), { status: 201 }),
  });
  const url = String(service.url);
  const answer = await callService(believed(url), push, 0, never);
  expect('text' in answer && [answer.status, answer.text.length]).toEqual([201, 1_024]);
  service.stop(true);
  expect(said(await callService(believed(url), push, 0, never))).toBe('no_answer');
});

test('a call that hangs ends with the server', async () => {
  using service = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 0,
    fetch: () => new Promise<Response>(() => {}),
  });
  const stopping = new AbortController();
  const calling = callService(believed(String(service.url)), push, 0, stopping.signal);
  stopping.abort();
  expect(said(await calling)).toBe('no_answer');
});
