// Downloads that a page makes: handed over piece by piece, as fast as they are taken, and once.
import { expect, test } from 'bun:test';
import type { FromPage, FromWorker } from '../../../src/web/service-worker/downloads';
import { createDownloads, downloadPath } from '../../../src/web/service-worker/downloads';

const offered = (name = 'chat8 – ана (1).zip') => {
  const downloads = createDownloads();
  const { port1, port2 } = new MessageChannel();
  const heard: FromWorker[] = [];
  let wake = () => {};
  port1.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    heard.push(data);
    wake();
  };
  downloads.offer({ type: 'download', id: 'abc', name }, port2);
  return {
    downloads,
    heard,
    say: (piece: FromPage) => port1.postMessage(piece),
    async until(count: number) {
      while (heard.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    [Symbol.dispose]: () => port1.close(),
  };
};

const bytes = (...all: number[]) => new Uint8Array(all);

test('a download is asked for in pieces, carries its name, and is given once', async () => {
  using it = offered();
  expect(it.downloads.to('GET', '/download/another')).toBeUndefined();
  expect(it.downloads.to('POST', downloadPath('abc'))).toBeUndefined();
  const answer = it.downloads.to('GET', downloadPath('abc'));
  expect(answer?.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''chat8%20%E2%80%93%20%D0%B0%D0%BD%D0%B0%20%281%29.zip",
  );
  await it.until(2);
  expect(it.heard).toEqual(['ready', 'pull']);
  it.say(bytes(1, 2));
  const reader = answer?.body?.getReader();
  expect((await reader?.read())?.value).toEqual(bytes(1, 2));
  await it.until(3);
  it.say(bytes(3));
  it.say('end');
  expect((await reader?.read())?.value).toEqual(bytes(3));
  expect((await reader?.read())?.done).toBe(true);
  expect(it.downloads.to('GET', downloadPath('abc'))).toBeUndefined();
});

test('a download that the page breaks off fails, and one that nobody wants is said to the page', async () => {
  {
    using it = offered();
    const reading = it.downloads.to('GET', downloadPath('abc'))?.bytes();
    await it.until(2);
    it.say(bytes(1));
    it.say('abort');
    expect(reading).rejects.toThrow();
    await reading?.catch(() => {});
  }
  using it = offered();
  await it.downloads.to('GET', downloadPath('abc'))?.body?.cancel();
  await it.until(2);
  expect(it.heard.at(-1)).toBe('cancel');
});

test('what is no offer is nothing to it', () => {
  const downloads = createDownloads();
  for (const data of [null, 'download', { type: 'ping' }, { type: 'download', id: 1, name: 'a' }]) {
    downloads.offer(data, new MessageChannel().port1);
  }
  downloads.offer({ type: 'download', id: 'abc', name: 'a' }, undefined);
  expect(downloads.to('GET', downloadPath('abc'))).toBeUndefined();
});
