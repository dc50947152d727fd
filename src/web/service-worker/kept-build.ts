// The files of a build in the browser's cache storage, a cache for each build: the page at `/`, and
// all that it may load. Pages of the build before go on with theirs.
import { BUILD_HEADER, type Release } from '../../protocol/release';

const PREFIX = 'build ';
/** The page; every address of the client is the same one. */
export const PAGE = '/';

export interface Parts {
  caches: CacheStorage;
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** The client's own page, and no other program's or network's. */
export const isOwnPage = ({ status, headers }: Response): boolean =>
  status === 200 &&
  headers.has(BUILD_HEADER) &&
  (headers.get('content-type') ?? '').startsWith('text/html');

const isOwnAsset = ({ ok, headers }: Response): boolean =>
  ok && !(headers.get('content-type') ?? '').startsWith('text/html');

export const createKeptBuild = ({ caches, fetch }: Parts, { build, assets }: Release) => {
  const own = PREFIX + build;
  const ours = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));

  const keepAsset = async (cache: Cache, path: string): Promise<void> => {
    // Names hold a hash of what is inside: what an earlier build kept is the same.
    const kept = await caches.match(path);
    const answer = kept ?? (await fetch(path));
    if (!isOwnAsset(answer)) throw new Error(`${path}: ${answer.status}`);
    await cache.put(path, answer);
  };

  return {
    /** Keeps all files of this build. @throws if one can't be had: the build before then stays */
    async keep(): Promise<void> {
      const cache = await caches.open(own);
      const page = await fetch(PAGE, { cache: 'no-store', redirect: 'error' });
      const isThis = isOwnPage(page) && page.headers.get(BUILD_HEADER) === build;
      if (!isThis) throw new Error('the page is of another build');
      await Promise.all(assets.map((path) => keepAsset(cache, path)));
      // Last: with a page there is all that it needs.
      await cache.put(PAGE, page);
    },
    /** Drops all builds but this one and the one before. */
    async tidy(): Promise<void> {
      const others = (await ours()).filter((name) => name !== own);
      await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
    },
    async drop(): Promise<void> {
      await Promise.all((await ours()).map((name) => caches.delete(name)));
    },
    async page(): Promise<Response | undefined> {
      const cache = await caches.open(own);
      return (await cache.match(PAGE)) ?? (await caches.match(PAGE));
    },
    asset: (path: string): Promise<Response | undefined> => caches.match(path),
  };
};

export type KeptBuild = ReturnType<typeof createKeptBuild>;
