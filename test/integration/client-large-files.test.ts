// A large file between two clients on the real server, cut on its way up and on its way down.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { MIB } from '../../src/protocol/limits';
import { ApiError, NETWORK } from '../../src/web/model/net/api-error';
import { befriendBy, comeBack, newcomer, until } from '../support/client/real-client';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

const PUT = /^PUT \/upload\/parts\//;
const film = new Uint8Array(9 * MIB + 5).map((_, at) => (at * 13 + (at >> 10)) & 255);

test('a sealed film goes on after the end of the page, and comes down in two pieces, whole', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  await bob.app.actions.openConversation(alice.id);
  const file = { blob: new Blob([film]), name: 'film.mp4', type: 'video/mp4' };
  const isTold = (app: typeof alice.app, friend_id: number) =>
    app.windows.timelineOf(friend_id).items.some((item) => item.file?.name === 'film.mp4');
  let parts = 0;
  {
    using _ = alice.browser.lie(PUT, (__, answer) => {
      parts += 1;
      if (parts > 1) throw new ApiError(0, NETWORK);
      return answer();
    });
    const { sent } = await alice.app.actions.sendFile(bob.id, { ...file, text: '' });
    sent.catch(() => {});
    await until(() => parts > 1);
  }
  const before = alice.browser.asked.length;
  const { app } = await comeBack(alice.browser);
  await app.actions.openConversation(bob.id);
  await until(() => isTold(bob.app, alice.id));
  const offsets = alice.browser.asked
    .slice(before)
    .flatMap(({ method, path }) => (method === 'PUT' ? path.split('offset=')[1] : []));
  expect(offsets).toEqual([String(4 * MIB), String(8 * MIB)]);

  const ranges: string[] = [];
  using _ = bob.browser.lie(/^GET \/files\//, async (__, answer) => {
    const real = await answer();
    ranges.push(real.headers.get('content-range') ?? 'all');
    if (ranges.length > 1) return real;
    const whole = await real.bytes();
    const body = new ReadableStream<Uint8Array>({
      start: (to) => to.enqueue(whole.slice(0, 3 * MIB)),
      pull: (to) => to.error(new TypeError('network error')),
    });
    return new Response(body, { status: 200, headers: real.headers });
  });
  const [item] = bob.app.windows.timelineOf(alice.id).items;
  if (!item?.file) throw new Error('no file');
  const { url } = await bob.app.uploads.fileUrl(item.file);
  expect(Buffer.compare(await (await fetch(url)).bytes(), film)).toBe(0);
  const sealed_bytes = Number(ranges[1]?.split('/')[1]);
  expect(ranges).toEqual(['all', `bytes ${3 * MIB}-${sealed_bytes - 1}/${sealed_bytes}`]);
  expect(sealed_bytes).toBeGreaterThan(film.length);
  URL.revokeObjectURL(url);
  for (const { browser } of [alice, bob]) browser.close();
});
