// A large file goes up in parts, and comes down again, from where it stopped.
import { expect, test } from 'bun:test';
import { createEngine } from '../../../../src/web/crypto/engine';
import { isRefusal } from '../../../../src/web/model/net/api-error';
import { createTransfers } from '../../../../src/web/model/net/transfers';
import { itemsOf, openBob, openTab, signIn } from '../../../support/fake-client';
import { fakeBrowser, settle } from '../../../support/fake-parts';
import { BOB, lost, refusal } from '../../../support/fake-server';

const MIB = 1_024 * 1_024;
const PUT = /PUT \/upload\/parts/;
const bytesOf = (size: number) => new Uint8Array(size).map((_, at) => (at * 7 + (at >> 9)) & 255);
const film = () => ({ blob: new Blob([bytesOf(9 * MIB)]), name: 'film.mp4', type: 'video/mp4' });

type App = Awaited<ReturnType<typeof signIn>>['app'];

const sendFilm = async (app: App) => {
  const { sent } = await app.actions.sendFile(BOB, { ...film(), text: '' });
  sent.catch(() => {});
  await settle();
};

const offsetsOf = (asked: string[]) =>
  asked.filter((line) => PUT.test(line)).map((line) => Number(line.split('offset=')[1]) / MIB);

test('a film of three parts arrives whole, and a small file goes in one piece', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  await sendFilm(app);
  expect(itemsOf(app)).toMatchObject([{ state: 'sent', file: { name: 'film.mp4' } }]);
  expect(offsetsOf(server.asked)).toEqual([0, 4, 8]);
  expect(await server.uploads.get('upload1')?.bytes.bytes()).toEqual(bytesOf(9 * MIB));
  const { sent } = await app.actions.sendFile(BOB, { ...film(), blob: new Blob(['x']), text: '' });
  await sent;
  expect([...server.files.keys()]).toEqual(['upload1', 'file2']);
});

test('after a lost connection it goes on behind what is there, and says how much that is', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  let puts = 0;
  const torn = server.refuse(PUT, () => {
    puts += 1;
    return puts > 1 ? lost() : undefined;
  });
  await sendFilm(app);
  expect(itemsOf(app)).toMatchObject([{ state: 'sending' }]);
  expect(server.uploads.get('upload1')?.bytes.size).toBe(4 * MIB);
  torn[Symbol.dispose]();
  const held = server.hold(/GET \/upload\/parts/);
  await clock.pass(6_000);
  const stopped = server.hold(PUT);
  held();
  await settle();
  expect(itemsOf(app)[0]?.progress).toBeGreaterThanOrEqual(4 / 9);
  stopped();
  await settle();
  expect(itemsOf(app)).toMatchObject([{ state: 'sent', progress: null }]);
  expect(offsetsOf(server.asked)).toEqual([0, 4, 8]);
  expect(server.messages()).toHaveLength(1);
});

test('a part whose answer was lost is not sent again', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  const deaf = server.trouble(PUT, lost);
  await sendFilm(app);
  deaf[Symbol.dispose]();
  await clock.pass(6_000);
  expect(itemsOf(app)).toMatchObject([{ state: 'sent' }]);
  expect(offsetsOf(server.asked)).toEqual([0, 4, 8]);
});

test('after the end of the browser it goes on under the same upload, with the same bytes', async () => {
  const before = await signIn();
  const { server, browser } = before;
  await openBob(before.app);
  let puts = 0;
  const torn = server.refuse(PUT, () => {
    puts += 1;
    return puts > 2 ? lost() : undefined;
  });
  await sendFilm(before.app);
  server.disconnect(true);
  torn[Symbol.dispose]();
  const { app } = await openTab(server, {
    ...fakeBrowser(browser.store),
    localStore: browser.localStore,
  });
  await openBob(app);
  await settle();
  expect(itemsOf(app)).toMatchObject([{ state: 'sent', file: { name: 'film.mp4' } }]);
  expect(offsetsOf(server.asked)).toEqual([0, 4, 8]);
  expect([...server.uploads.keys()]).toEqual(['upload1']);
  expect(await server.uploads.get('upload1')?.bytes.bytes()).toEqual(bytesOf(9 * MIB));
});

test('on a line that breaks with every part it is not given up while it gets on', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  let puts = 0;
  using _ = server.refuse(PUT, () => {
    puts += 1;
    return puts % 2 === 0 ? lost() : undefined;
  });
  const blob = new Blob([new Uint8Array(30 * MIB)]);
  const { sent } = await app.actions.sendFile(BOB, { ...film(), blob, text: '' });
  sent.catch(() => {});
  await settle();
  for (let i = 0; i < 10; i += 1) await clock.pass(60_000);
  expect(itemsOf(app)).toMatchObject([{ state: 'sent' }]);
  expect(offsetsOf(server.asked)).toEqual([0, 4, 8, 12, 16, 20, 24, 28]);
});

test('what the server swept begins again, once', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  const torn = server.refuse(PUT, lost);
  await sendFilm(app);
  server.uploads.clear();
  torn[Symbol.dispose]();
  await clock.pass(6_000);
  expect(itemsOf(app)).toMatchObject([{ state: 'sent' }]);
  expect([...server.uploads.keys()]).toEqual(['upload2']);
  expect(offsetsOf(server.asked)).toEqual([0, 4, 8]);
});

test('a server that knows no upload for long, or gets nowhere, is not asked for ever', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  using _ = server.refuse(PUT, () => refusal(404, 'REQUEST_003'));
  await sendFilm(app);
  const [item] = itemsOf(app);
  expect(item?.state).toBe('failed');
  expect(isRefusal(item?.failure, 'noSuchPath')).toBe(true);
  expect(server.uploads.size).toBe(4);
});

test('an upload that somebody discards takes no place on the server', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  using _ = server.refuse(PUT, lost);
  await sendFilm(app);
  const [item] = itemsOf(app);
  if (item) await app.actions.discard(item);
  await settle();
  expect(itemsOf(app)).toEqual([]);
  expect(server.uploads.size).toBe(0);
});

test('the same file under the same key is sealed to the same bytes', async () => {
  const engine = createEngine();
  const file = new Blob([bytesOf(200_000)]);
  const first = await engine.sealFile(file);
  const second = await engine.sealFile(file, first.key);
  expect(await second.blob.bytes()).toEqual(await first.blob.bytes());
  expect([second.key, second.digest]).toEqual([first.key, first.digest]);
  expect((await engine.sealFile(file)).key).not.toBe(first.key);
});

/** A server that answers ranges, and breaks off after so many bytes, each time. */
const breaking = (file: Uint8Array<ArrayBuffer>, cuts: number[], version = () => '"v1"') => {
  const asked: string[] = [];
  const raw = async (_: string, __: string, { headers = {} }: { headers?: object }) => {
    const { range = '', 'if-range': known } = headers as Record<string, string>;
    asked.push(range);
    const etag = version();
    const start = known === etag ? Number(/\d+/.exec(range)?.[0] ?? 0) : 0;
    const cut = cuts.shift();
    const end = cut === undefined ? file.length : Math.min(start + cut, file.length);
    const body = new ReadableStream<Uint8Array>({
      start: (to) => to.enqueue(file.slice(start, end)),
      pull: (to) => (cut === undefined ? to.close() : to.error(new TypeError('network error'))),
    });
    const content_range = `bytes ${start}-${file.length - 1}/${file.length}`;
    return new Response(body, {
      status: start > 0 ? 206 : 200,
      headers: { etag, ...(start > 0 ? { 'content-range': content_range } : {}) },
    });
  };
  const transfer = () => Promise.reject(new Error('no upload'));
  const needs = { raw, transfer, token: () => '', renew: async () => false };
  return { asked, ...createTransfers(needs) };
};

test('a download that breaks off goes on behind what came, also when it is asked for later', async () => {
  const file = bytesOf(100_000);
  const { asked, download } = breaking(file, [40_000, 10_000, 0]);
  await expect(download('/files/a')).rejects.toMatchObject({ code: 'NETWORK' });
  expect(asked).toEqual(['', 'bytes=40000-', 'bytes=50000-']);
  expect(await (await download('/files/a')).bytes()).toEqual(file);
  expect(asked.slice(3)).toEqual(['bytes=50000-']);
  // It is whole: the next one asks for all.
  await download('/files/a');
  expect(asked.at(-1)).toBe('');
});

test('a file that is another one by now comes from its start', async () => {
  const versions = ['"v1"', '"v2"'];
  const file = bytesOf(1_000);
  const { asked, download } = breaking(file, [400], () => versions.shift() ?? '"v2"');
  expect(await (await download('/files/a')).bytes()).toEqual(file);
  expect(asked).toEqual(['', 'bytes=400-']);
});
