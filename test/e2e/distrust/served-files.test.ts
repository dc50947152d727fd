// How the client is served: one page, files with hashed names, and nothing from anywhere else.
import { expect, test } from 'bun:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startExecutable } from '../../support/executable';

test('the page is under a strict policy, its files are compressed and kept for ever', async () => {
  await using server = await startExecutable();
  const index = await fetch(server.url);
  const html = await index.text();
  expect(index.headers.get('cache-control')).toBe('no-cache');
  const policy = index.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https?:|\*/);
  expect(policy.replace("'wasm-unsafe-eval'", '')).not.toContain('unsafe');
  // No script or style in the page itself, and no address but this server's.
  expect(html).not.toMatch(
    /<style|<script(?![^>]*src=)|(src|href)="(?!\/assets\/|\/manifest\.webmanifest"|data:)/,
  );
  expect(html).not.toContain('/assets/reload');

  const names = [...html.matchAll(/(?:src|href|content)="(\/assets\/[^"]+)"/g)];
  expect(names.length).toBeGreaterThanOrEqual(4);
  for (const [, path] of names) {
    expect(path).toMatch(/^\/assets\/[\w.-]+-[0-9a-z]{8,}\.(js|css|png)$/);
    const open = async (encoding: string) => {
      const answer = await fetch(`${server.url}${path}`, {
        headers: { 'accept-encoding': encoding },
        decompress: false,
      });
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('vary')).toContain('Accept-Encoding');
      return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) };
    };
    const plain = await open('identity');
    expect(plain.answer.headers.get('content-encoding')).toBeNull();
    const brotli = await open('br, gzip');
    expect(brotli.answer.headers.get('content-encoding')).toBe('br');
    expect(Buffer.from(brotliDecompressSync(brotli.bytes)).equals(plain.bytes)).toBe(true);
    const gzip = await open('gzip');
    expect(gzip.answer.headers.get('content-encoding')).toBe('gzip');
    expect(Buffer.from(gunzipSync(gzip.bytes)).equals(plain.bytes)).toBe(true);
  }
  const missing = await fetch(`${server.url}/assets/main-00000000.js`);
  expect([missing.status, missing.headers.get('cache-control')]).toEqual([404, 'no-store']);
});
