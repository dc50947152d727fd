// Files that this device keeps: those that were used last, as far as there is room; one that is damaged
// or gone is fetched again.
import { expect, test } from 'bun:test';
import { EngineFault } from '../../../../src/web/model/keys/engine-client';
import { createFileUrl } from '../../../../src/web/model/messages/file-url';
import { createFileCache } from '../../../../src/web/model/messages/offline/file-cache';
import { ApiError } from '../../../../src/web/model/net/api-error';
import { fakeClock, fakeEngine } from '../../../support/fake-parts';
import { ALICE } from '../../../support/fake-server';
import { fakeStores } from '../../../support/fake-store';

const textOf = async (blob: Blob | undefined) => blob && (await blob.text());

/** A device whose browser gives so many bytes in all, a tenth of them for files. */
const openDevice = async (quota: number) => {
  const store = await fakeStores().openOfflineStore(ALICE);
  let now = fakeClock().now();
  const clock = { ...fakeClock(), now: () => (now += 1) };
  const { engine } = fakeEngine();
  const machine = { quotaBytes: async () => quota, isBatteryLow: async () => false };
  const offline = { store: () => store } as never;
  return { engine, store, fileCache: createFileCache({ clock, engine, machine, offline }) };
};

test('what was used last stays within a tenth of the quota, whenever it came', async () => {
  const { fileCache, store } = await openDevice(1_000);
  const bytes = (letter: string, count: number) => new Blob([letter.repeat(count)]);
  await fileCache.keep('first', bytes('a', 40), true);
  await fileCache.keep('second', bytes('b', 40), true);
  expect(await textOf(await fileCache.find('first'))).toBe('a'.repeat(40));
  await fileCache.keep('third', bytes('c', 40), true);
  expect(await fileCache.find('second')).toBeUndefined();
  expect(await textOf(await fileCache.find('first'))).toBe('a'.repeat(40));
  // What has no room at all takes nobody's place.
  await fileCache.keep('huge', bytes('d', 101), true);
  expect(await fileCache.find('huge')).toBeUndefined();
  expect(await textOf(await fileCache.find('third'))).toBe('c'.repeat(40));
  // One that fills all of it does.
  await fileCache.keep('large', bytes('e', 100), true);
  expect(await textOf(await fileCache.find('large'))).toBe('e'.repeat(100));
  for (const id of ['first', 'third']) expect(await fileCache.find(id)).toBeUndefined();
  store.close();
});

test('a browser that does not say how much it gives keeps 500 MB of files at most', async () => {
  const { fileCache, store } = await openDevice(0);
  const real = store.keepFile;
  const bounds: number[] = [];
  store.keepFile = (file, bytes_max) => {
    bounds.push(bytes_max);
    return real(file, bytes_max);
  };
  await fileCache.keep('one', new Blob(['a']), true);
  expect(bounds).toEqual([500_000_000]);
  store.close();
});

const sealed = {
  id: 'plans',
  name: 'plans.txt',
  type: 'text/plain',
  size: 5,
  seal: { key: 'key', sha256: 'hash of plans' },
} as Parameters<ReturnType<typeof createFileUrl>['fileUrl']>[0];

/** The server has the plans; it can be away. */
const openFiles = async () => {
  const device = await openDevice(0);
  const server = { isAway: false, asked: 0 };
  const api = {
    async download() {
      server.asked += 1;
      if (server.isAway) throw new ApiError(0, 'NETWORK');
      return new Blob(['plans']);
    },
  } as never;
  device.engine.openFile = async (blob) => {
    if ((await blob.text()) !== 'plans') throw new EngineFault('tampered', null);
    return blob;
  };
  const { engine, fileCache } = device;
  /** As after a reload: nothing is in memory. */
  const read = async (): Promise<string> => {
    const { head } = await createFileUrl({ api, engine, fileCache }).fileUrl(sealed);
    return new TextDecoder().decode(head);
  };
  return { ...device, server, read };
};

test('a kept file that is damaged is fetched again, and kept as it should be', async () => {
  const { fileCache, server, store, read } = await openFiles();
  await fileCache.keep('plans', new Blob(['plants']), true);
  expect([await read(), server.asked]).toEqual(['plans', 1]);
  await Bun.sleep(5);
  server.isAway = true;
  expect([await read(), server.asked]).toEqual(['plans', 1]);
  store.close();
});

test('a file that made room is missed without a network, and is there again with one', async () => {
  const { server, store, read } = await openFiles();
  expect(await read()).toBe('plans');
  await Bun.sleep(5);
  await store.clearFiles();
  server.isAway = true;
  await expect(read()).rejects.toThrow('NETWORK');
  server.isAway = false;
  expect(await read()).toBe('plans');
  store.close();
});
