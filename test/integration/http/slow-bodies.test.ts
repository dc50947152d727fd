// Bodies that come slowly, as from a phone at the edge of its network: as long as something comes,
// the runtime's own clock cuts nothing; and one that breaks off is no fault of the server.
import { expect, test } from 'bun:test';
import { createApp } from '../../../src/server/app';
import { pour, trickle } from '../../support/network/wire';
import { friends } from '../../support/person';
import { png } from '../../support/pictures/pictures';
import { startServer } from '../../support/server';

/** The same routes behind a runtime that is as impatient as it can be. */
const impatient = async () => {
  const server = await startServer();
  const { routes, websocket } = createApp(server.world);
  routes.listen({ websocket, hostname: '127.0.0.1', port: 0, development: false, idleTimeout: 1 });
  const url = `http://127.0.0.1:${routes.server?.port}`;
  return {
    server,
    url,
    async [Symbol.asyncDispose]() {
      await routes.server?.stop(true);
      await server[Symbol.asyncDispose]();
    },
  };
};

const formOf = (file: Uint8Array, fields: Record<string, string> = {}) => {
  const form = new FormData();
  form.set('file', new File([new Uint8Array(file)], 'me.png'));
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};

test('a body on a slow line has its time, whatever is sent', async () => {
  await using scene = await impatient();
  const { alice, bob } = await friends(scene.server.url);
  const send = async (path: string, body: FormData | string) => {
    const whole = new Response(body);
    const type = body instanceof FormData ? whole.headers.get('content-type') : 'application/json';
    const lines = [
      `POST /api/v1${path} HTTP/1.1`,
      `Authorization: Bearer ${alice.token}`,
      `Content-Type: ${type}`,
    ];
    const said = await trickle(scene.url, lines, Buffer.from(await whole.bytes()));
    return said.split('\r\n')[0];
  };
  const picture = png(8, 8, () => [200, 120, 90]);
  const message = { receiver_id: bob.id, content: 'x'.repeat(40_000) };
  const said = await Promise.all([
    send('/upload/file', formOf(picture, { receiver_id: String(bob.id) })),
    send('/upload/avatar', formOf(picture)),
    send('/messages', JSON.stringify(message)),
  ]);
  expect(said).toEqual(['HTTP/1.1 201 Created', 'HTTP/1.1 201 Created', 'HTTP/1.1 200 OK']);
}, 300_000);

test('a body that breaks off is no fault, whatever its route does with it', async () => {
  await using server = await startServer();
  const { alice } = await friends(server.url);
  const breakOff = (request: string, ...more: string[]) => {
    const lines = [
      `${request} HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${alice.token}`,
    ];
    return pour(server.url, [...lines, ...more], [Buffer.from('{"a":')], true);
  };
  const json = 'Content-Type: application/json';
  for (const size of [100, 100_000]) {
    const length = `Content-Length: ${size}`;
    await breakOff('POST /api/v1/auth/refresh', json, length);
    await breakOff('POST /api/v1/auth/login', json, length);
    await breakOff('POST /api/v1/messages', json, length);
    await breakOff('POST /api/v1/push/receipt', length);
    await breakOff('POST /api/v1/upload/avatar', 'Content-Type: multipart/form-data', length);
  }
  expect((await alice.get('/user/profile')).status).toBe(200);
  expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
});
