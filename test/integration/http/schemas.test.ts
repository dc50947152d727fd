// The schemas that routes, frames and the document share: whoever uses one first changes it for
// nobody.
import { expect, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kind } from '@sinclair/typebox';
import { describe, fitting } from '../../support/attack/hostile-values';
import { call, friends } from '../../support/person';
import { startServer } from '../../support/server';

const src = join(import.meta.dir, '../../../src');

/** Every schema that a module of `src` gives away, by the name of its file. */
const sharedSchemas = async (): Promise<[string, object][]> => {
  const paths = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^(features\/\w+(\/\w+)?\/model|protocol\/objects|http\/paths|values\/kdf)\.ts$/.test(path),
  );
  const found: [string, object][] = [];
  for (const path of paths) {
    for (const [name, value] of Object.entries(await import(join(src, path)))) {
      const isSchema = typeof value === 'object' && value !== null && Kind in value;
      if (isSchema) found.push([`${path} ${name}`, value]);
    }
  }
  return found;
};

test('no use of an operation leaves anything in a schema that others share', async () => {
  await using server = await startServer();
  const { alice } = await friends(server.url);
  const { operations } = await describe(server.url);
  const shared = await sharedSchemas();
  expect(shared.length).toBeGreaterThan(40);
  for (const { method, path } of operations) {
    if (/logout$|^\/ws/.test(path)) continue;
    const { token } = alice;
    const body = method === 'GET' ? undefined : {};
    await call(server.url, method, path.replace(/\{\w+\}/g, '999'), { token, body });
  }
  const document = await (await fetch(`${server.url}/docs/json`)).text();
  expect(document).not.toContain('additionalProperties');
  const changed = shared.filter(([, schema]) => 'additionalProperties' in schema);
  expect(changed.map(([name]) => name)).toEqual([]);
});

test('unknown members are ignored in every body and frame, whichever came first', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  using phone = await alice.connect();
  const draft = (client_id: string) => ({ receiver_id: bob.id, content: 'hi', client_id, new: 1 });
  const byFrame = async (id: string) => {
    phone.send({ type: 'send_message', id, data: draft(id) });
    const answer = await phone.next((frame) => frame.id === id);
    expect([answer.type, answer.data.client_id]).toEqual(['ack', id]);
    return Number(answer.data.id);
  };
  const byRest = async (id: string) => {
    const answer = await alice.post('/messages', draft(id));
    expect([answer.status, answer.body.data?.client_id]).toEqual([200, id]);
  };
  await byFrame('frame first');
  await byRest('then a body');
  const { id } = await bob.says(alice, 'hello', { new: { of: ['another', 'client'] } });
  await byFrame('then a frame again');
  const known = {
    receiver_id: `${bob.id}`,
    user_id: `${bob.id}`,
    friend_id: `${bob.id}`,
    message_id: `${id}`,
    up_to: `${id}`,
    reply_to: `${id}`,
    client_id: '"every frame"',
    file_id: 'null',
    call_id: '"of nobody"',
    device_token: '"of nobody"',
    payload: '{}',
  };
  const { frames } = await describe(server.url);
  expect(frames.map(({ type }) => type)).toContain('typing');
  for (const { type, data } of frames.filter(({ type }) => type !== 'ping')) {
    const members = JSON.parse(fitting(data, known));
    delete members.file_id;
    phone.send({ type, id: type, unknown: 1, data: { ...members, new: 1, more: { a: [] } } });
    const answer = await phone.next((frame) => frame.id === type);
    // A call of that id there is none, whatever else the frame says.
    const wanted = type.startsWith('call_') ? ['error', 'CALL_001'] : ['ack', undefined];
    expect([type, answer.type, answer.data.code]).toEqual([type, ...wanted]);
  }
});
