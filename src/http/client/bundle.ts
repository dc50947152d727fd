// The client as the server serves it: bundled from source, or as it was put into the executable.
// `bun src/http/client/bundle.ts OUTDIR` writes it for the build.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** `br` and `gzip` only in the executable. */
export interface Asset {
  name: string;
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
  br?: Uint8Array<ArrayBuffer>;
  gzip?: Uint8Array<ArrayBuffer>;
}

const FOLDER = 'client/';

/** The sources, if the program runs from them. */
export const WEB = join(import.meta.dir, '../../web');

const typeOf = (name: string): string => {
  if (name.endsWith('.png')) return 'image/png';
  return name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
};

/** For the home screen of a phone. */
const icon = async (): Promise<Asset> => {
  const bytes = new Uint8Array(await Bun.file(join(WEB, 'icon.png')).arrayBuffer());
  const name = `icon-${Bun.hash.wyhash(bytes).toString(36)}.png`;
  return { name, type: typeOf(name), bytes };
};

/** @throws AggregateError with what the bundler says */
const fromSource = async (): Promise<Asset[]> => {
  const { outputs } = await Bun.build({
    entrypoints: [join(WEB, 'main.tsx'), join(WEB, 'crypto/worker.ts')],
    target: 'browser',
    minify: true,
    // Lazily imported parts, such as the emoji, become files of their own.
    splitting: true,
    naming: '[name]-[hash].[ext]',
  });
  const bundled = outputs.map(async (output) => {
    const name = output.path.replace(/^.*\//, '');
    return { name, type: typeOf(name), bytes: new Uint8Array(await output.arrayBuffer()) };
  });
  return Promise.all([...bundled, icon()]);
};

const fromExecutable = async (): Promise<Asset[]> => {
  const found = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const file of Bun.embeddedFiles) {
    const { name = '' } = file as { name?: string };
    if (name.startsWith(FOLDER))
      found.set(name.slice(FOLDER.length), new Uint8Array(await file.arrayBuffer()));
  }
  return [...found]
    .filter(([name]) => !/\.(br|gz)$/.test(name))
    .map(([name, bytes]) => {
      const [br, gzip] = [found.get(`${name}.br`), found.get(`${name}.gz`)];
      return { name, type: typeOf(name), bytes, ...(br && { br }), ...(gzip && { gzip }) };
    });
};

export const loadClient = async (): Promise<Asset[]> => {
  const built = await fromExecutable();
  return built.length > 0 ? built : fromSource();
};

if (import.meta.main && process.argv[2] !== undefined) {
  const dir = process.argv[2];
  mkdirSync(dir, { recursive: true });
  for (const { name, bytes } of await fromSource()) {
    writeFileSync(join(dir, name), bytes);
    writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes));
    writeFileSync(join(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  }
}
