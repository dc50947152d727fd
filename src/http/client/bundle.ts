// The client as the server serves it: bundled from source, or as it was put into the executable.
// `bun src/http/client/bundle.ts OUTDIR` writes it for the build.
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
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

/** Where the page finds an asset, by the form of its name with the hash. */
export const assetPath = (assets: Asset[], form: RegExp): string =>
  `/assets/${assets.find(({ name }) => form.test(name))?.name}`;

const FOLDER = 'client/';
const SERVICE_WORKER = 'service-worker/service-worker.ts';

/** The sources, if the program runs from them. */
export const WEB = join(import.meta.dir, '../../web');

const typeOf = (name: string): string => {
  if (name.endsWith('.png')) return 'image/png';
  return name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
};

const hashOf = (bytes: string | Uint8Array): string => Bun.hash.wyhash(bytes).toString(36);

/** For home screens and lists of programs; `touch` is Apple's. */
const icons = (): Promise<Asset[]> =>
  Promise.all(
    ['touch', 'app-192', 'app-512', 'maskable-512'].map(async (icon) => {
      const file = Bun.file(join(WEB, 'icons', `${icon}.png`));
      const bytes = new Uint8Array(await file.arrayBuffer());
      const name = `icon-${icon}-${hashOf(bytes)}.png`;
      return { name, type: typeOf(name), bytes };
    }),
  );

/** @throws AggregateError with what the bundler says */
const fromSource = async (): Promise<Asset[]> => {
  const common = { target: 'browser', minify: true, naming: '[name]-[hash].[ext]' } as const;
  const pages = ['main.tsx', 'crypto/worker.ts', 'reset.ts'].map((path) => join(WEB, path));
  const builds = await Promise.all([
    // Lazily imported parts, such as the emoji, become files of their own.
    Bun.build({ ...common, entrypoints: pages, splitting: true }),
    // Alone: what a service worker imports, it would have to find in the network.
    Bun.build({ ...common, entrypoints: [join(WEB, SERVICE_WORKER)], format: 'iife' }),
  ]);
  const bundled = builds.flatMap(({ outputs }) =>
    outputs.map(async (output) => {
      const name = output.path.replace(/^.*\//, '');
      return { name, type: typeOf(name), bytes: new Uint8Array(await output.arrayBuffer()) };
    }),
  );
  return [...(await Promise.all(bundled)), ...(await icons())];
};

const embedded = () =>
  Bun.embeddedFiles.flatMap((file) => {
    const { name = '' } = file as { name?: string };
    return name.startsWith(FOLDER) ? [{ name: name.slice(FOLDER.length), file }] : [];
  });

const fromExecutable = async (): Promise<Asset[]> => {
  const found = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { name, file } of embedded())
    found.set(name, new Uint8Array(await file.arrayBuffer()));
  return [...found]
    .filter(([name]) => !/\.(br|gz)$/.test(name))
    .map(([name, bytes]) => {
      const [br, gzip] = [found.get(`${name}.br`), found.get(`${name}.gz`)];
      return { name, type: typeOf(name), bytes, ...(br && { br }), ...(gzip && { gzip }) };
    });
};

const buildOfSources = (): string => {
  const sources = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).sort();
  return hashOf(sources.map((path) => `${path} ${statSync(join(WEB, path)).mtimeMs}`).join());
};

/**
 * Tells this client from that of any other build: by the names of its files, which hold hashes of
 * them, or by the sources as they are when the server starts.
 */
export const createBuild = (): (() => string) => {
  let build = existsSync(WEB) ? buildOfSources() : undefined;
  return () => {
    // When first asked: to list what is in the executable takes a tenth of a start.
    build ??= hashOf(
      embedded()
        .map(({ name }) => name)
        .sort()
        .join(),
    );
    return build;
  };
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
