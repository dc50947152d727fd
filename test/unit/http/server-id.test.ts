// By which a page finds out whether another address leads to its own server.
import { expect, test } from 'bun:test';
import { Elysia } from 'elysia';
import { clientPage } from '../../../src/http/client/page';
import { createCors } from '../../../src/http/cors';

const serve = () =>
  clientPage(
    async () => [{ name: 'main-a.js', type: 'text/javascript', bytes: new Uint8Array() }],
    {
      public_url: undefined,
      build: () => 'a',
      version: '1',
      isOffline: false,
      isPush: false,
    },
  );

const page = 'http://chat8.example';

test('a page names its server, which says the same to a page of any origin; two servers differ', async () => {
  const idOf = async (server: { handle(request: Request): Promise<Response> }) => {
    const asked = new Request('https://chat8.example/server-id', { headers: { origin: page } });
    const answer = await server.handle(asked);
    expect(answer.headers.get('access-control-allow-origin')).toMatch(
      /^(\*|http:\/\/chat8.example)$/,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    return answer.text();
  };
  const server = serve();
  const id = await idOf(server);
  expect(id).toMatch(/^[\w-]{36}$/);
  expect(await (await server.handle(new Request(`${page}/`))).text()).toContain(
    `<meta name="server-id" content="${id}">`,
  );
  expect(await idOf(new Elysia().use(createCors([page])).use(server))).toBe(id);
  expect(await idOf(serve())).not.toBe(id);
});
