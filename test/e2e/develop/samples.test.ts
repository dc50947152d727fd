// The two sample programs of the API document, as they stand but for the address.
import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { startExecutable } from '../../support/executable';
import { PLAIN } from '../../support/network/behind-front';
import { sample } from '../../support/openapi/document';
import { befriend, login, register } from '../../support/person';

const here = (program: string, url: string) =>
  program.replaceAll('localhost:8000', url.replace('http://', ''));

const run = async (command: string[], cwd: string) => {
  const child = Bun.spawn(command, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const [code, stdout, stderr] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code, stdout, stderr };
};

/** Friend is user 1, as the samples have it; `username` is the one who signs in. */
const people = async (url: string) => {
  const friend = await register(url, 'friend');
  const body = { username: 'username', email: 'u@example.org' };
  const password = 'password';
  const answer = await fetch(`${url}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, password, confirm_password: password }),
  });
  expect(answer.status).toBe(201);
  const me = await login(url, 'username', password);
  await befriend(me, friend);
  return { friend, me };
};

const python = ['/usr/bin/python3', 'python3'].find(
  (each) =>
    Bun.which(each) !== null && Bun.spawnSync([each, '-c', 'import requests']).exitCode === 0,
);

test.skipIf(!isAvailable('python3-requests'))(
  'the Python sample runs as it stands',
  async () => {
    await using server = await startExecutable({ env: PLAIN });
    const { friend } = await people(server.url);
    using phone = await friend.connect();
    const dir = mkdtempSync(join(tmpdir(), 'chat8-sample-'));
    writeFileSync(join(dir, 'sample.py'), here(sample('python'), server.url));
    const { code, stdout, stderr } = await run([python ?? 'python3', 'sample.py'], dir);
    rmSync(dir, { recursive: true });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('登录成功');
    expect(stdout).toContain('friend');
    expect(stdout).toContain('消息已发送');
    expect((await phone.event('new_message')).data).toMatchObject({
      content: 'Hello, World!',
      sender_username: 'username',
    });
  },
  300_000,
);

const DRIVER = `
let arrived;
const message = new Promise((resolve) => { arrived = resolve; });
function handleNewMessage(data) { arrived(data); }
function handleUserStatus() {}
function handleFriendRequest() {}
(async () => {
  const { data } = await login('username', 'password');
  const ws = connectWebSocket(data.user.id, data.access_token);
  await new Promise((resolve) => ws.addEventListener('open', resolve));
  const sent = await sendMessage(1, 'hello from axios');
  console.log('SENT', JSON.stringify(sent.data));
  console.log('GOT', JSON.stringify(await message));
  ws.close();
})();
`;

const PRELUDE = `
const axios = require('axios');
const kept = new Map();
const localStorage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => kept.set(key, value),
};
`;

test.skipIf(!isAvailable('node'))(
  'the JavaScript sample runs as it stands',
  async () => {
    await using server = await startExecutable({ env: PLAIN });
    const { friend, me } = await people(server.url);
    using phone = await friend.connect();
    const dir = mkdtempSync(join(tmpdir(), 'chat8-sample-'));
    symlinkSync(join(import.meta.dir, '../../../node_modules'), join(dir, 'node_modules'));
    const program = here(sample('javascript'), server.url);
    writeFileSync(join(dir, 'sample.cjs'), PRELUDE + program + DRIVER);
    const running = run(['node', '--experimental-websocket', 'sample.cjs'], dir);
    const arrived = await phone.event('new_message');
    expect(arrived.data).toMatchObject({ content: 'hello from axios', sender_id: me.id });
    await friend.says(me, 'hello back');
    const { code, stdout } = await running;
    rmSync(dir, { recursive: true });
    expect(code).toBe(0);
    expect(stdout).toContain('hello from axios');
    expect(stdout).toContain('hello back');
  },
  300_000,
);
