// What the service worker answers: the page and its files. It touches nothing else.
import { isOwnPage, type KeptBuild, PAGE } from './kept-build';

/** A network that is slower is as good as none: what is kept is shown. */
const page_within_ms = 1_000;

interface Needs {
  kept: KeptBuild;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  after(ms: number, act: () => void): void;
  isOnline(): boolean;
}

const isPage = (pathname: string): boolean =>
  pathname === PAGE || /^\/i\/[\w-]{1,64}$/.test(pathname);

/** A redirect is the browser's to follow, so that the page learns of it. */
const counts = (answer: Response): boolean => answer.type === 'opaqueredirect' || isOwnPage(answer);

export const createAnswers = ({ kept, fetch, after, isOnline }: Needs) => {
  const timeout = () =>
    new Promise<undefined>((resolve) => after(page_within_ms, () => resolve(undefined)));

  /** By the path alone: a fragment can hold a key. */
  const page = async (path: string): Promise<Response> => {
    const shell = await kept.page();
    if (shell !== undefined && !isOnline()) return shell;
    // Chromium lets a revalidation wait behind a request that hangs; `no-store` does not wait.
    const network = fetch(path, { cache: 'no-store', redirect: 'manual' });
    if (shell === undefined) return network;
    const answer = await Promise.race([network.catch(() => undefined), timeout()]);
    return answer !== undefined && counts(answer) ? answer : shell;
  };

  const asset = async (path: string): Promise<Response> => (await kept.asset(path)) ?? fetch(path);

  return {
    /** Undefined: the browser asks the network itself. */
    to({ method, mode, url }: Request, origin: string): Promise<Response> | undefined {
      const { pathname, search, origin: asked } = new URL(url);
      if (method !== 'GET' || asked !== origin) return undefined;
      if (mode === 'navigate') return isPage(pathname) ? page(pathname + search) : undefined;
      return pathname.startsWith('/assets/') ? asset(pathname) : undefined;
    },
  };
};
