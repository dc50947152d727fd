// The web client's models with their real engine, on the real server, without a browser: a browser
// that outlives its pages, and a server whose single answers the test changes on their way.

import type { Engine } from '../../../src/web/crypto/engine';
import { connectEngine } from '../../../src/web/model/keys/engine-client';
import type { Transfer } from '../../../src/web/model/platform';
import { createPersonMemory } from '../../../src/web/model/store/unsent-memory';
import { fakeBrowser, fakeTab, fakeTexts } from '../fake-parts';
import { fakeStores } from '../fake-store';
import { hasStopped } from '../network/stopped-servers';
import { createPatience } from '../timing';
import { atSceneEnd } from '../watch/scene-end';
import { createPageClock } from './page-clock';
import { createQuickEngine } from './quick-argon2';
import { createSockets } from './sockets';
import type { App } from './whole-client';
import { createApp } from './whole-client';

interface Request {
  method: string;
  path: string;
  body: Record<string, unknown>;
}

/** Gives another answer in place of the server's. */
type Lie = (request: Request, answer: () => Promise<Response>) => Promise<Response> | Response;

/** The engine behind a port, as the worker is: what crosses it is cloned. */
const startEngine = (createEngine: () => Engine) => {
  const engine = createEngine() as unknown as Record<string, (...args: unknown[]) => unknown>;
  return connectEngine(() => {
    const port: EnginePort = {
      onmessage: null,
      onerror: null,
      async postMessage(message) {
        const { id, method, args } = structuredClone(message) as EngineCall;
        const answer = await Promise.resolve(engine[method]?.(...args)).then(
          (value) => ({ id, value: structuredClone(value) }),
          (error) => ({
            id,
            fault: { reason: error.reason ?? 'failed', key_id: error.key_id ?? null },
          }),
        );
        port.onmessage?.({ data: answer } as MessageEvent);
      },
    };
    return port;
  });
};

interface EngineCall {
  id: number;
  method: string;
  args: unknown[];
}

type EnginePort = ReturnType<Parameters<typeof connectEngine>[0]>;

/** Waits until it is so; fails after a minute, by the measure of `createPatience`. */
export const until = async (isSo: () => unknown, what = String(isSo)): Promise<void> => {
  const isLeft = createPatience(60_000);
  while (!(await isSo())) {
    if (!isLeft()) throw new Error(`never so: ${what}`);
    await Bun.sleep(10);
  }
};

/** One browser on one server: what it keeps, its cookie, and how it is lied to. */
export const createBrowser = (
  url: string,
  /** `headers` go with every request, as those that a browser sets by itself. */
  { createEngine = createQuickEngine as () => Engine, headers: own = {} } = {},
) => {
  const kept = fakeBrowser(createPersonMemory(), fakeStores());
  const lies = new Set<{ at: RegExp; lie: Lie }>();
  const asked: Request[] = [];
  const sockets = createSockets(() => url);
  const clocks = new Set<ReturnType<typeof createPageClock>>();
  let cookie = '';

  const through = async (
    path: string,
    init: { method?: string; headers?: object; body?: unknown; signal?: AbortSignal | null },
  ): Promise<Response> => {
    const method = init.method ?? 'GET';
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : {};
    const request = { method, path: path.replace('/api/v1', ''), body };
    const answer = async () => {
      if (hasStopped(url)) {
        // As a network says it: not before who asks waits for it.
        await Bun.sleep(1);
        throw new TypeError('the server is gone');
      }
      const headers = { ...own, ...init.headers, ...(path.includes('/auth/') ? { cookie } : {}) };
      const real = await fetch(`${url}${path}`, { ...init, headers } as RequestInit);
      const set = real.headers.get('set-cookie');
      if (set !== null) cookie = set.split(';')[0] ?? '';
      return real;
    };
    asked.push(request);
    for (const { at, lie } of lies) {
      if (at.test(`${method} ${request.path}`)) return lie(request, answer);
    }
    return answer();
  };
  const transfer: Transfer = ({ method, path, token, body, signal }) =>
    through(path, {
      method,
      headers: { authorization: `Bearer ${token}` },
      body,
      signal,
    });

  /** Of its pages so far. */
  const close = (): void => {
    for (const clock of clocks) clock.close();
    clocks.clear();
    sockets.close();
  };
  atSceneEnd(close);

  return {
    kept,
    asked,
    url,
    close,
    cookie: () => cookie,
    takeCookie: (answer: Response) => {
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    },
    /** What is asked for at `at` is answered by `lie` until it is disposed of. */
    lie(at: RegExp, lie: Lie) {
      const entry = { at, lie };
      lies.add(entry);
      return { [Symbol.dispose]: () => void lies.delete(entry) };
    },
    /** A page of it, at an address of the server. */
    openPage(address = '/', wasRedirected = false) {
      const tab = fakeTab();
      const tabStore = fakeTexts();
      const engine = startEngine(createEngine);
      const ticking = createPageClock();
      clocks.add(ticking);
      const { clock } = ticking;
      let left = '';
      const part = {
        ...tab.part,
        wasRedirected: () => wasRedirected,
        address: () => new URL(address, 'https://chat8.example'),
        replace: (path: string) => {
          address = path;
        },
        leave: (path: string) => {
          left = path;
        },
      };
      const { openSocket } = sockets;
      const parts = { engine, clock, tab: part, fetch: through, transfer, openSocket, tabStore };
      const app = createApp({ ...kept, ...parts } as Parameters<typeof createApp>[0], () => 'en');
      return { app, engine, tab, left: () => left };
    },
  };
};

export type Browser = ReturnType<typeof createBrowser>;

/** Beside the page, by its cookie. */
export const tokenOf = async (browser: Browser): Promise<string> => {
  const answer = await fetch(`${browser.url}/api/v1/auth/refresh`, {
    method: 'POST',
    headers: { cookie: browser.cookie() },
  });
  browser.takeCookie(answer);
  return `Bearer ${(await answer.json()).data.access_token}`;
};

export const passwordOf = (name: string): string => `${name} likes tea`;

/** A newcomer in a browser of their own, who has kept the recovery code. */
export const newcomer = async (url: string, name: string, address = '/') => {
  const browser = createBrowser(url);
  const { app, engine, ...page } = browser.openPage(address);
  const email = `${name}@example.org`;
  await app.session.register({ username: name, email, password: passwordOf(name) });
  const code = app.session.recovery.value ?? '';
  await app.session.recovered();
  await until(() => app.isOnline.value && app.screen.phase.value === 'ready');
  return { app, browser, code, engine, id: app.account.userId(), name, ...page };
};

export type Newcomer = Awaited<ReturnType<typeof newcomer>>;

/** The same person comes back to the same browser with a page of their own. */
export const comeBack = async (browser: Browser) => {
  const page = browser.openPage();
  await page.app.session.start();
  return page;
};

/** Signs in on another device. */
export const signInOn = async (url: string, name: string, browser = createBrowser(url)) => {
  const page = browser.openPage();
  await page.app.session.login(name, passwordOf(name));
  return { browser, ...page };
};

export const befriendBy = async (one: Newcomer, other: Newcomer): Promise<void> => {
  await one.app.people.ask(other.id, '');
  await other.app.people.load();
  const [request] = other.app.people.requests.value;
  if (request) await other.app.people.answer(request, 'accept');
  await one.app.people.load();
  await until(() => one.app.people.friendOf(other.id) && other.app.people.friendOf(one.id));
};

export const textsWith = (app: App, friend_id: number): string[] =>
  app.windows.timelineOf(friend_id).items.map(({ text }) => text);

/** Sends, and waits for what becomes of it; gives why it was refused. */
export const tell = async (app: App, friend_id: number, text: string): Promise<unknown> => {
  const { sent } = await app.actions.send(friend_id, text, null);
  return sent.then(
    () => undefined,
    (error) => error,
  );
};
