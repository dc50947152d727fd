// Files: room that is not there is not filled, and what nobody named goes.
import { expect, test } from 'bun:test';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { friends, login, type Person } from '../../support/person';
import { startServer } from '../../support/server';
import { eventually } from '../../support/timing';

const day_ms = 24 * 3_600_000;

const upload = async (from: Person, to: Person, text: string, name = 'note.txt') => {
  const form = new FormData();
  form.set('file', new File([text], name));
  form.set('receiver_id', String(to.id));
  return from.post('/upload/file', form);
};

test('an upload without an end is stopped where the quota is, not where the limit is', async () => {
  await using server = await startServer({ CHAT8_USER_QUOTA: '64K' });
  const { alice, bob } = await friends(server.url);
  let sent = 0;
  const head =
    `--x\r\ncontent-disposition: form-data; name="receiver_id"\r\n\r\n${bob.id}\r\n--x\r\n` +
    'content-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
  const endless = new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.from(head)),
    async pull(controller) {
      await Bun.sleep(1);
      sent += 65_536;
      if (sent > 100_000_000) controller.close();
      else controller.enqueue(new Uint8Array(65_536).fill(120));
    },
  });
  const answer = await fetch(`${server.url}/api/v1/upload/file`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${alice.token}`,
      'content-type': 'multipart/form-data; boundary=x',
    },
    body: endless,
  });
  expect([answer.status, (await answer.json()).error.code]).toEqual([403, 'FILE_004']);
  expect(sent).toBeLessThan(50_000_000);
  // There is no such directory if what came first was too much already.
  const incoming = join(server.dir, 'incoming');
  expect(existsSync(incoming) ? readdirSync(incoming) : []).toEqual([]);
  expect((await alice.get('/user/storage')).body.data.used).toBe(0);
  expect((await upload(alice, bob, 'x'.repeat(60_000))).status).toBe(201);
  expect((await upload(alice, bob, 'x'.repeat(60_000))).body.error.code).toBe('FILE_004');
});

test('a deleted file leaves the disk and gives back its room', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const { file_id, file_url } = (await upload(alice, bob, 'the marmalade')).body.data;
  const { id } = await alice.says(bob, file_url, { message_type: 'file' });
  const path = server.world.disk.path('files', file_id);
  expect(existsSync(path)).toBe(true);
  expect((await alice.delete(`/messages/${id}`)).status).toBe(200);
  await eventually(() => !existsSync(path));
  expect((await alice.get('/user/storage')).body.data.used).toBe(0);
  expect((await bob.get(`/files/${file_id}`)).body.error.code).toBe('FILE_003');
});

test('what no message named is gone after seven days, what one did stays', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-sweep-'));
  let named = '';
  let forgotten = '';
  {
    await using server = await startServer({ CHAT8_DATA_DIR: dir });
    const { alice, bob } = await friends(server.url);
    named = (await upload(alice, bob, 'named')).body.data.file_id;
    forgotten = (await upload(alice, bob, 'forgotten')).body.data.file_id;
    await alice.says(bob, 'a file', { message_type: 'file', file_id: named });
  }
  for (const [age_ms, isThere] of [
    [7 * day_ms - 60_000, true],
    [7 * day_ms + 60_000, false],
  ] as const) {
    const clock = { now: () => Date.now() + age_ms };
    await using server = await startServer({ CHAT8_DATA_DIR: dir }, clock);
    const path = server.world.disk.path('files', forgotten);
    const bob = await login(server.url, 'bob');
    if (isThere) await Bun.sleep(300);
    await eventually(() => existsSync(path) === isThere);
    expect((await bob.get(`/files/${forgotten}`)).status).toBe(isThere ? 200 : 404);
    expect((await bob.get(`/files/${named}`)).body).toBe('named');
  }
  rmSync(dir, { recursive: true, force: true });
});
