// What the service worker answers, with a network that is good, slow, dead or somebody else's.
import { expect, test } from 'bun:test';
import { BUILD_HEADER } from '../../../src/protocol/release';
import { createAnswers } from '../../../src/web/service-worker/answers';
import { createKeptBuild } from '../../../src/web/service-worker/kept-build';
import { fakeClock, settle } from '../../support/fake-parts';

const ORIGIN = 'https://chat8.example';

const fakeCaches = () => {
  const all = new Map<string, Map<string, Response>>();
  const cacheOf = (inside: Map<string, Response>) => ({
    match: async (path: string) => inside.get(path)?.clone(),
    put: async (path: string, answer: Response) => void inside.set(path, answer),
  });
  return {
    async open(name: string) {
      const inside = all.get(name) ?? new Map<string, Response>();
      all.set(name, inside);
      return cacheOf(inside);
    },
    async match(path: string) {
      for (const inside of all.values()) if (inside.has(path)) return inside.get(path)?.clone();
      return undefined;
    },
    keys: async () => [...all.keys()],
    delete: async (name: string) => all.delete(name),
  };
};

const page = (build: string, text = `page of ${build}`) =>
  new Response(text, { headers: { 'content-type': 'text/html', [BUILD_HEADER]: build } });
const script = (text: string) =>
  new Response(text, { headers: { 'content-type': 'text/javascript' } });

/** A browser whose network answers what `network` says; `asked` is what it was asked. */
const open = () => {
  const clock = fakeClock();
  const caches = fakeCaches() as unknown as CacheStorage;
  const state = {
    isOnline: true,
    asked: [] as string[],
    network: async (path: string): Promise<Response> =>
      path === '/' || path.startsWith('/i/') ? page('one') : script(path),
  };
  const fetch = (path: string) => {
    state.asked.push(path);
    return state.network(path);
  };
  const worker = (build: string, assets = [`/assets/main-${build}.js`]) => {
    const kept = createKeptBuild(
      { caches, fetch },
      { build, assets, isOffline: true, isPush: false },
    );
    const isOnline = () => state.isOnline;
    return { kept, answers: createAnswers({ kept, fetch, after: clock.after, isOnline }) };
  };
  return { clock, caches, state, worker };
};

const navigate = (path: string) =>
  ({ method: 'GET', mode: 'navigate', url: ORIGIN + path }) as unknown as Request;
const load = (path: string, method = 'GET') =>
  ({ method, mode: 'cors', url: path.startsWith('/') ? ORIGIN + path : path }) as Request;

test('with a network the page is the network’s; without one, at once, the kept one', async () => {
  const { state, worker } = open();
  const { kept, answers } = worker('one');
  await kept.keep();
  state.network = async () => page('two');
  expect(await (await answers.to(navigate('/'), ORIGIN))?.text()).toBe('page of two');
  state.isOnline = false;
  state.asked = [];
  expect(await (await answers.to(navigate('/'), ORIGIN))?.text()).toBe('page of one');
  expect(state.asked).toEqual([]);
});

test('a network that hangs is waited for a second, and a dead one not at all', async () => {
  const { clock, state, worker } = open();
  const { kept, answers } = worker('one');
  await kept.keep();
  state.network = () => new Promise(() => {});
  let shown: string | undefined;
  void answers.to(navigate('/i/CODE'), ORIGIN)?.then(async (answer) => {
    shown = await answer.text();
  });
  await settle();
  await clock.pass(990);
  expect(shown).toBeUndefined();
  await clock.pass(20);
  expect(shown).toBe('page of one');
  state.network = () => Promise.reject(new TypeError('no network'));
  expect(await (await answers.to(navigate('/'), ORIGIN))?.text()).toBe('page of one');
});

test('a proxy’s fault, a hotel’s sign-in page and another type are no answer', async () => {
  const { state, worker } = open();
  const { kept, answers } = worker('one');
  await kept.keep();
  const html = { 'content-type': 'text/html' };
  for (const wrong of [
    () => new Response('bad gateway', { status: 502, headers: html }),
    () => new Response('welcome to our hotel', { headers: html }),
    () => new Response('{}', { headers: { 'content-type': 'application/json' } }),
    () => new Response('', { status: 404 }),
  ]) {
    state.network = async () => wrong();
    expect(await (await answers.to(navigate('/'), ORIGIN))?.text()).toBe('page of one');
  }
  // With nothing kept the network's word is all there is.
  const { answers: bare, kept: none } = open().worker('one');
  expect(await none.page()).toBeUndefined();
  expect((await bare.to(navigate('/'), ORIGIN))?.status).toBe(200);
});

test('nothing is touched but pages and their files, and no fragment is asked for or kept', async () => {
  const { state, caches, worker } = open();
  const { kept, answers } = worker('one');
  await kept.keep();
  for (const request of [
    load('/api/v1/user/profile'),
    load('/assets/main-one.js', 'POST'),
    load('https://other.example/assets/main-one.js'),
    navigate('/docs'),
    navigate('/reset'),
    navigate('/i/CODE/more'),
    navigate('/api/v1/files/abc'),
  ]) {
    expect([request.url, answers.to(request, ORIGIN)]).toEqual([request.url, undefined]);
  }
  state.asked = [];
  await answers.to(navigate('/i/CODE#KEY.SECRET'), ORIGIN);
  expect(state.asked).toEqual(['/i/CODE']);
  expect(await caches.match('/i/CODE')).toBeUndefined();
});

test('files come from what any build kept, then from the network', async () => {
  const { state, worker } = open();
  await worker('one').kept.keep();
  const { kept, answers } = worker('two');
  state.network = async (path) => (path === '/' ? page('two') : script(`new ${path}`));
  await kept.keep();
  const read = async (path: string) => (await answers.to(load(path), ORIGIN))?.text();
  expect(await read('/assets/main-one.js')).toBe('/assets/main-one.js');
  expect(await read('/assets/main-two.js')).toBe('new /assets/main-two.js');
  expect(await read('/assets/other.js')).toBe('new /assets/other.js');
});

test('a build is kept whole or not at all, and only the one before stays beside it', async () => {
  const { state, caches, worker } = open();
  await worker('one').kept.keep();
  // The server is exchanged in the middle: the page is of another build than the worker.
  const { kept: early } = worker('two');
  expect(await early.keep().catch((error: Error) => error.message)).toMatch('another build');
  state.network = async (path) => (path === '/' ? page('two') : new Response('', { status: 503 }));
  expect(await early.keep().catch((error: Error) => error.message)).toMatch('503');
  expect(await (await early.page())?.text()).toBe('page of one');

  for (const build of ['two', 'three']) {
    state.network = async (path) => (path === '/' ? page(build) : script(path));
    const { kept } = worker(build);
    await kept.keep();
    await kept.tidy();
    expect(await (await kept.page())?.text()).toBe(`page of ${build}`);
  }
  expect(await caches.keys()).toEqual(['build two', 'build three']);
  await worker('three').kept.drop();
  expect(await caches.keys()).toEqual([]);
});
