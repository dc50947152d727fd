// A server that speaks TLS itself and relays calls: its people notice nothing of the front before it.
import { expect, test } from 'bun:test';
import { copyFileSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../src/platform/clock';
import { manualClock } from '../../support/clock';
import { frontSettings } from '../../support/network/behind-front';
import { connectSilent } from '../../support/network/silent';
import { dial, open, pour, speak } from '../../support/network/wire';
import { call, connect, friends, login, register } from '../../support/person';
import { scratch } from '../../support/scratch';
import { startServer } from '../../support/server';
import { inTime } from '../../support/timing';
import { certify, serialAt, trust, until } from '../../support/tls';

const fronted = (settings: Record<string, string> = {}, clock?: Clock) =>
  startServer({ ...frontSettings(), ...settings }, clock);

/** The ports of this process that take TCP connections (proc(5)). */
const listening = (): number[] => {
  const own = readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1]];
    } catch {
      return [];
    }
  });
  const rows = readFileSync('/proc/self/net/tcp', 'utf8').trim().split('\n').slice(1);
  return rows.flatMap((row) => {
    const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
    const isOwn = state === '0A' && own.includes(inode);
    return isOwn ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : [];
  });
};

const signIn = (name: string, password: string, forwarded: string) => {
  const body = JSON.stringify({ username: name, password });
  const lines = [
    'POST /api/v1/auth/login HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    `X-Forwarded-For: ${forwarded}`,
  ];
  return { lines, body };
};

test('everybody is counted by their own address, and the front is no proxy that is trusted', async () => {
  const limits = { CHAT8_RATE_LIMIT: 'on', CHAT8_TRUST_PROXY: '127.0.0.1' };
  await using server = await fronted(limits, manualClock());
  await register(server.url, 'alice');
  const from = async (localAddress: string, password: string, forwarded: string) => {
    const { lines, body } = signIn('alice', password, forwarded);
    const said = await speak(server.url, lines, body, { localAddress });
    return Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1]);
  };
  const guesses: number[] = [];
  for (let i = 0; i < 21; i += 1) guesses.push(await from('127.0.0.7', 'wrong', `192.0.2.${i}`));
  expect(guesses).toEqual([...Array(20).fill(401), 429]);
  expect(await from('127.0.0.8', 'wrong', '192.0.2.1')).toBe(401);
  // The proxy that was named is believed, as without a front.
  for (let i = 0; i < 20; i += 1) await from('127.0.0.1', 'wrong', '198.51.100.9');
  expect(await from('127.0.0.1', 'wrong', '198.51.100.9')).toBe(429);
  expect(await from('127.0.0.1', 'wrong', '198.51.100.10')).toBe(401);
  expect(server.world.condition.proxy_unnamed?.address).toBe('127.0.0.8');
}, 300_000);

test('behind the front nobody is answered who did not come through it', async () => {
  // What other tests of this process listen with is not behind this front.
  const others = listening();
  await using server = await fronted();
  const { alice } = await friends(server.url);
  const own = Number(new URL(server.url).port);
  const asked = ['GET /api/v1/friends HTTP/1.1', 'Host: localhost'];
  const authorized = [...asked, `Authorization: Bearer ${alice.token}`];
  expect(await speak(server.url, authorized)).toStartWith('HTTP/1.1 200');
  const inner = listening().filter((port) => port !== own && !others.includes(port));
  expect(inner.length).toBeGreaterThan(0);
  for (const port of inner) {
    const said = await speak(`http://127.0.0.1:${port}`, authorized);
    expect([port, /^HTTP\/1\.1 (2|4(?!21))/.test(said), said.includes('bob')]).toEqual([
      port,
      false,
      false,
    ]);
  }
});

test('sockets close with the code of their reason, and a stop takes everybody along in time', async () => {
  const server = await fronted();
  const { alice, bob } = await friends(server.url);
  const phone = await alice.connect();
  const codeOf = ({ socket }: typeof phone) =>
    new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)));
  const over = codeOf(phone);
  await alice.post('/auth/logout');
  expect(await over).toBe(4_401);
  const loud = await bob.connect();
  const tooLarge = codeOf(loud);
  loud.socket.send(`"${'x'.repeat(200_000)}"`);
  expect(await tooLarge).toBe(1_009);
  const again = await login(server.url, 'alice');
  const tablet = await connect(server.url, again.id, again.token);
  const stopped = codeOf(tablet);
  // One that never says anything, one that never reads, one in the middle of its request.
  const mute = dial(server.url);
  mute.on('error', () => {});
  const deaf = await connectSilent(server.url, `/ws/${bob.id}?token=${bob.token}`);
  const half = open(server.url, ['POST /api/v1/auth/login HTTP/1.1', 'Host: localhost']);
  const stopping = server[Symbol.asyncDispose]();
  await inTime(stopping, 4_500);
  expect(await stopped).toBe(1_001);
  await half.answered;
  deaf.end();
  mute.destroy();
  await expect(call(server.url, 'GET', '/healthz')).rejects.toThrow();
});

test('an upload that is cut off leaves nothing, and one whose sender waits for the answer has it', async () => {
  await using server = await fronted();
  const { alice, bob } = await friends(server.url);
  const form = new FormData();
  form.set('receiver_id', String(bob.id));
  form.set('file', new File([new Uint8Array(9_000_000).fill(65)], 'a.txt'));
  const { status, body } = await alice.post('/upload/file', form);
  expect(status).toBe(201);
  const got = await call(server.url, 'GET', body.data.file_url, { token: bob.token });
  expect(got.body.length).toBe(9_000_000);
  const head = [
    'POST /api/v1/upload/file HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${alice.token}`,
    'Content-Type: multipart/form-data; boundary=x',
    'Content-Length: 9000000',
  ];
  const begin = `--x\r\nContent-Disposition: form-data; name="receiver_id"\r\n\r\n${bob.id}\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="b.txt"\r\n\r\n`;
  for (const isReset of [false, true]) {
    const { socket } = open(server.url, head, begin.padEnd(2_000_000, 'x'));
    const files = () => readdirSync(server.dir, { recursive: true }).length;
    const before = files();
    await until(() => files() > before);
    if (isReset) socket.resetAndDestroy();
    else socket.end();
    await until(() => files() === before);
  }
  expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
}, 300_000);

test('whoever sent all, or not all, and closed the sending half hears the answer', async () => {
  await using server = await fronted();
  const { alice, bob } = await friends(server.url);
  const lines = (path: string, type: string, bytes: number) => [
    `POST /api/v1${path} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${alice.token}`,
    `Content-Type: ${type}`,
    `Content-Length: ${bytes}`,
  ];
  const form = `--x\r\nContent-Disposition: form-data; name="receiver_id"\r\n\r\n${bob.id}\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="b.txt"\r\n\r\ntea\r\n--x--\r\n`;
  const upload = (bytes: number) =>
    pour(
      server.url,
      lines('/upload/file', 'multipart/form-data; boundary=x', bytes),
      [Buffer.from(form)],
      true,
    );
  const text = JSON.stringify({ receiver_id: bob.id, content: 'tea?' });
  const message = (bytes: number) => lines('/messages', 'application/json', bytes);
  const said = await Promise.all([
    upload(form.length),
    upload(form.length + 1),
    upload(9_000_000),
    pour(server.url, message(text.length), [Buffer.from(text)], true),
    pour(server.url, message(text.length + 1), [Buffer.from(text)], true),
    pour(server.url, message(100_000), [Buffer.from(text)], true),
  ]);
  const answers = said.map((each) => [
    each.slice(9, 12),
    /"(?:code|file_name|content)":"([^"]+)"/.exec(each)?.[1],
  ]);
  expect(answers).toEqual([
    ['201', 'b.txt'],
    ['400', 'REQUEST_001'],
    ['400', 'REQUEST_001'],
    ['200', 'tea?'],
    ['400', 'REQUEST_001'],
    ['400', 'REQUEST_001'],
  ]);
  expect((await alice.get('/user/storage')).body.data.files).toBe(3);
}, 300_000);

test('a renewed certificate is taken up, and neither a socket nor a request notices', async () => {
  using place = scratch();
  const next = certify(place.dir, 'next', { serial: 34 });
  const { CHAT8_TLS_CERT, CHAT8_TLS_KEY } = frontSettings();
  const live = { cert: join(place.dir, 'live.pem'), key: join(place.dir, 'live.key') };
  copyFileSync(CHAT8_TLS_CERT, live.cert);
  copyFileSync(CHAT8_TLS_KEY, live.key);
  await using server = await fronted({ CHAT8_TLS_CERT: live.cert, CHAT8_TLS_KEY: live.key });
  trust(server.url);
  const { alice, bob } = await friends(server.url);
  using phone = await bob.connect();
  const port = Number(new URL(server.url).port);
  expect(await serialAt(port)).toBe('01');
  copyFileSync(next.cert, live.cert);
  copyFileSync(next.key, live.key);
  let asked = 0;
  await until(async () => {
    asked += 1;
    expect((await alice.get('/user/profile')).status).toBe(200);
    return (await serialAt(port)) === '22';
  });
  expect(asked).toBeGreaterThan(0);
  await alice.says(bob, 'still there?');
  expect((await phone.event('new_message')).data.content).toBe('still there?');
}, 300_000);
