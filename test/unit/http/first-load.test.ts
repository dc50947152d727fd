// What a browser loads before somebody can type a name: the page, and all that its files import at once.
import { expect, test } from 'bun:test';
import { brotliCompressSync } from 'node:zlib';
import type { Asset } from '../../../src/http/client/bundle';
import { loadClient } from '../../../src/http/client/bundle';
import { clientPage } from '../../../src/http/client/page';

const kb_max = 85;
/** Headers, and the server's word on who may register. */
const besides_kb = 3;

/** By minified imports: `from"./chunk-x.js"`, `import"./chunk-x.js"`; not `import("./chunk-x.js")`. */
const importedBy = (text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+)"/g)].map(([, name = '']) => name);

const firstOf = async (assets: Asset[], html: string): Promise<Map<string, Uint8Array>> => {
  const byName = new Map(assets.map((asset) => [asset.name, asset.bytes]));
  const linked = /<(?:script type="module" src|link rel="stylesheet" href)="\/assets\/([\w.-]+)"/g;
  const names = new Set([...html.matchAll(linked)].map(([, name = '']) => name));
  const found = new Map<string, Uint8Array>();
  for (const name of names) {
    const bytes = byName.get(name);
    if (bytes === undefined) throw new Error(`the page names ${name}, which is not there`);
    found.set(name, bytes);
    const code = name.endsWith('.js') ? new TextDecoder().decode(bytes) : '';
    for (const next of importedBy(code)) names.add(next);
  }
  return found;
};

test('the first load of the client stays under 85 KB as it is sent', async () => {
  const assets = await loadClient();
  const options = {
    public_url: undefined,
    build: () => 'a',
    version: '1',
    isOffline: true,
    isPush: true,
  };
  const app = clientPage(async () => assets, options);
  const html = await (await app.handle(new Request('http://chat8.example/'))).text();
  const first = await firstOf(assets, html);
  const [styles, scripts] = ['.css', '.js'].map((end) =>
    [...first.keys()].filter((name) => name.endsWith(end)),
  );
  expect(styles).toEqual([expect.stringMatching(/^main-/)]);
  expect(scripts).toContainEqual(expect.stringMatching(/^main-/));
  const all = [new TextEncoder().encode(html), ...first.values()];
  const bytes = all.reduce((sum, each) => sum + brotliCompressSync(each).length, 0);
  expect(bytes / 1_024 + besides_kb).toBeLessThan(kb_max);
  // What waits for a sign-in is not among it, though the page can load it.
  const later = assets.filter(({ name }) => name.endsWith('.js') && !first.has(name));
  expect(later.length).toBeGreaterThan(10);
});
