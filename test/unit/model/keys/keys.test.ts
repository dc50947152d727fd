// Keys of friends in the web client: how often the server is asked for them.
import { expect, test } from 'bun:test';
import type { Message } from '../../../../src/protocol/objects';
import { newMid } from '../../../../src/web/crypto/mid';
import { createBatch } from '../../../../src/web/model/keys/batch';
import { createDecrypter } from '../../../../src/web/model/messages/decrypter';
import { ALICE, sealedBy } from '../../../support/client/fake-people';
import { openBob, openTab, signIn } from '../../../support/fake-client';
import { fakeBrowser, fakeClock, keyId, settle } from '../../../support/fake-parts';
import { BOB, fakeServer } from '../../../support/fake-server';

const ofKeys = (asked: string[]): string[] => asked.filter((line) => /public-key/.test(line));

test('a start with 54 friends asks once for the keys of all', async () => {
  const server = fakeServer();
  const { app } = await openTab(server, fakeBrowser());
  const ids = Array.from({ length: 54 }, (_, at) => at + 2);
  await Promise.all(ids.map((id) => app.keys.peerKey(id)));
  expect(ofKeys(server.asked)).toEqual([
    `GET /encryption/public-keys?user_ids=${encodeURIComponent(ids.join())}`,
  ]);
  // What is known is not asked for again, and two who ask at once ask together.
  await Promise.all([2, 3, 99, 99].map((id) => app.keys.peerKey(id)));
  expect(ofKeys(server.asked).slice(1)).toEqual(['GET /encryption/public-keys?user_ids=99']);
  expect(app.keys.peerKeys.value[99]).toBeNull();
});

test('a page of messages under an earlier key asks for that key once', async () => {
  const { app, server, opened } = await signIn();
  for (const text of ['one', 'two', 'three']) server.says(text, { key: 'old' });
  await settle();
  await openBob(app);
  server.says('four', { key: 'old' });
  await settle();
  expect(ofKeys(server.asked)).toEqual([
    `GET /encryption/public-keys?user_ids=${BOB}`,
    `GET /encryption/public-key/${BOB}?key_id=${'old'.padEnd(43, 'A')}`,
  ]);
  expect(opened.toSorted()).toEqual(['four', 'one', 'three', 'two']);
});

test('a changed key of somebody compared is asked about when it is told, before a message comes', async () => {
  const { app, server } = await signIn();
  await app.keys.accept(BOB, keyId('bob'), 'compared');
  // Nothing was said yet, so that nobody asked for a key on this page.
  expect([ofKeys(server.asked), app.keys.mustDecide(BOB)]).toEqual([[], false]);
  server.keys.set(BOB, 'new');
  server.tell('key_changed', { user_id: BOB, key_id: keyId('new'), version: 2 });
  server.tell('key_changed', { user_id: 99, key_id: keyId('other'), version: 2 });
  await settle();
  expect(ofKeys(server.asked)).toEqual([`GET /encryption/public-keys?user_ids=${BOB}`]);
  expect([app.keys.mustDecide(BOB), app.keys.isKeyChanged(BOB)]).toEqual([true, true]);
});

test('more ids than an answer may have go in several requests, and one that fails fails alone', async () => {
  const loads: number[][] = [];
  const find = createBatch(async (ids: number[]) => {
    loads.push(ids);
    if (ids.includes(3)) throw new Error('torn');
    return ids.map((id) => id * 10);
  }, 2);
  const found = await Promise.allSettled([1, 2, 3, 4, 5, 1].map(find));
  expect(loads).toEqual([[1, 2], [3, 4], [5]]);
  expect(found.map((each) => (each.status === 'fulfilled' ? each.value : 'torn'))).toEqual([
    10,
    20,
    'torn',
    'torn',
    50,
    10,
  ]);
  expect(await find(6)).toBe(60);
  const short = createBatch(async () => [1], 9);
  await expect(Promise.all([short(1), short(2)])).rejects.toThrow('another length');
});

/** Of a friend of alice's, as the list of conversations has it. */
const newestOf = (sender_id: number): Message => {
  const client_id = newMid();
  return {
    id: sender_id,
    client_id,
    sender_id,
    receiver_id: ALICE,
    content: sealedBy(sender_id, client_id, { text: 'hello' }, 'known'),
    message_type: 'text',
    is_encrypted: true,
    is_read: false,
    timestamp: '2026-01-01T00:00:00.000Z',
  };
};

for (const isKept of [true, false]) {
  const what = isKept ? 'keeps the keys' : 'knows no key';
  test(`a device that ${what} asks once at its start, though it looks for each by itself`, async () => {
    const asked: number[][] = [];
    const decrypter = createDecrypter({
      clock: fakeClock(),
      engine: { read: async () => ({ text: 'hello' }) },
      keys: {
        peerKey: createBatch(async (ids: number[]) => {
          asked.push(ids);
          return ids.map(() => ({ public_key: '', key_id: keyId('known') }));
        }, 100),
        // As IndexedDB does: each read is answered in a turn of its own.
        isLearned: () => new Promise((go) => setImmediate(() => go(isKept))),
        isTheirs: () => true,
        learnOld: () => Promise.reject(new Error('none is an old one')),
        meet: () => Promise.reject(new Error('all were met')),
        reload: () => Promise.reject(new Error('no key of hers is missing')),
      },
      userId: () => ALICE,
    });
    const all = [2, 3, 4].map(newestOf);
    const opened = await Promise.all(all.map((each) => decrypter.open(each, () => {})));
    expect(opened.map((each) => each?.body?.text)).toEqual(['hello', 'hello', 'hello']);
    await settle();
    expect(asked).toEqual([[2, 3, 4]]);
  });
}

test('hundreds of people who are asked for one after the other are asked for in a few requests', async () => {
  const requests: number[][] = [];
  const answers: (() => void)[] = [];
  const find = createBatch(async (ids: number[]) => {
    requests.push(ids);
    await new Promise<void>((go) => answers.push(go));
    return ids.map(String);
  }, 100);
  const all = Array.from({ length: 300 }, (_, at) => at + 1);
  const found = all.map(async (id) => {
    // Each in a turn of its own, as messages are opened.
    for (let turn = 0; turn < id; turn += 1) await Promise.resolve();
    return find(id);
  });
  await settle();
  expect(requests.map((ids) => ids.length)).toEqual([1, 1, 1, 1]);
  while (answers.length > 0) {
    for (const go of answers.splice(0)) go();
    await settle();
  }
  expect(requests.slice(4).map((ids) => ids.length)).toEqual([100, 100, 96]);
  expect(await Promise.all(found)).toEqual(all.map(String));
});
