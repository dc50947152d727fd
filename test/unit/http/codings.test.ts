// How the files of the client are compressed: as their reader takes them.
import { expect, test } from 'bun:test';
import { Elysia } from 'elysia';
import { clientPage } from '../../../src/http/client/page';
import { createCors } from '../../../src/http/cors';

const bytes = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const asset = { name: 'main-a.js', type: 'text/javascript', bytes: bytes('plain') };
const app = clientPage(async () => [{ ...asset, br: bytes('br'), gzip: bytes('gzip') }], {
  public_url: undefined,
  build: () => 'a',
  version: '1',
  isOffline: false,
  isPush: false,
});

test('a file comes in the smallest coding that its reader takes', async () => {
  for (const [accepted, sent] of [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['BR;q=0.1, gzip', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['br ; q=0.000, gzip;q=0', 'plain'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['*;q=0, gzip', 'gzip'],
    ['identity', 'plain'],
    ['x-br, abr', 'plain'],
    ['', 'plain'],
  ] as const) {
    const headers = { 'accept-encoding': accepted };
    const answer = await app.handle(new Request('http://localhost/assets/main-a.js', { headers }));
    const coding = sent === 'plain' ? null : sent;
    expect([accepted, answer.headers.get('content-encoding')]).toEqual([accepted, coding]);
    expect(await answer.text()).toBe(sent);
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
  }
});

test('where other origins are allowed, a file varies by them, too', async () => {
  const both = new Elysia().use(createCors(['https://app.example'])).use(app);
  const origin = 'https://app.example';
  for (const headers of [{ origin }, {}] as Record<string, string>[]) {
    const answer = await both.handle(new Request('http://localhost/assets/main-a.js', { headers }));
    expect(answer.headers.get('vary')).toBe('Origin, Accept-Encoding');
    expect(answer.headers.get('access-control-allow-origin')).toBe(headers.origin ?? null);
  }
});
