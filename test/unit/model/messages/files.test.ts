// A file in the outbox: its bytes lie in the record until the message that names it is on the server.
import { expect, test } from 'bun:test';
import { createPersonMemory } from '../../../../src/web/model/store/unsent-memory';
import { itemsOf, openBob, openTab, say, signIn, textsOf } from '../../../support/fake-client';
import { fakeBrowser, keyId, settle } from '../../../support/fake-parts';
import { BOB, fakeServer, lost, refusal } from '../../../support/fake-server';

const UPLOAD = /POST \/upload\/file/;
const plans = () => ({ blob: new Blob(['plans']), name: 'plans.txt', type: 'text/plain' });

const sendPlans = async (app: Parameters<typeof say>[0], text = 'the plans') => {
  const { isSaved, sent } = await app.actions.sendFile(BOB, { ...plans(), text });
  sent.catch(() => {});
  await settle();
  return isSaved;
};

test('a file that fails half-way goes later, before what was written after it, with its caption', async () => {
  const { app, server, clock, opened } = await signIn();
  await openBob(app);
  const torn = server.refuse(UPLOAD, lost);
  expect(await sendPlans(app)).toBe(true);
  await say(app, 'and a word');
  expect(itemsOf(app)).toMatchObject([
    { text: 'the plans', state: 'sending', progress: 0, file: { name: 'plans.txt', size: 5 } },
    { text: 'and a word', state: 'sending' },
  ]);
  expect(server.posted).toEqual([]);
  torn[Symbol.dispose]();
  await clock.pass(5_000);
  expect(itemsOf(app)).toMatchObject([
    { text: 'the plans', state: 'sent', progress: null, file: { id: 'file1', name: 'plans.txt' } },
    { text: 'and a word', state: 'sent' },
  ]);
  expect([...server.files.values()]).toEqual(['blob']);
  expect(opened).toEqual([]);
});

test('a file written without a connection survives the browser', async () => {
  const before = await signIn();
  const { server, browser } = before;
  await openBob(before.app);
  server.disconnect(true);
  const away = server.refuse(/./, lost);
  await sendPlans(before.app);
  away[Symbol.dispose]();
  const { app } = await openTab(server, {
    ...fakeBrowser(browser.store),
    localStore: browser.localStore,
  });
  await openBob(app);
  expect(textsOf(app)).toEqual(['the plans']);
  expect(itemsOf(app)).toMatchObject([{ state: 'sent', file: { name: 'plans.txt', size: 5 } }]);
  expect(server.messages()).toHaveLength(1);
});

test('a file that the server let go of goes up again, as another message', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  const tries: unknown[] = [];
  using _ = server.refuse(/POST \/messages\?/, ({ body }) => {
    tries.push(body.client_id);
    return tries.length === 1 ? refusal(404, 'FILE_003') : undefined;
  });
  await sendPlans(app);
  const [failed] = itemsOf(app);
  expect(failed).toMatchObject({ text: 'the plans', state: 'failed' });
  if (failed) await app.actions.retry(failed);
  await settle();
  expect(itemsOf(app)).toMatchObject([{ text: 'the plans', state: 'sent' }]);
  expect(new Set(tries).size).toBe(2);
  expect(server.files.size).toBe(2);
});

test('a file that goes up again is in the outbox all the while, whenever the page is killed', async () => {
  const store = createPersonMemory();
  const { removeUnsent } = store;
  const kept: number[] = [];
  store.removeUnsent = async (id) => {
    await removeUnsent(id);
    kept.push((await store.allUnsent()).length);
  };
  const server = fakeServer();
  const { app } = await openTab(server, fakeBrowser(store));
  await openBob(app);
  using _ = server.refuse(/POST \/messages\?/, () => refusal(404, 'FILE_003'));
  await sendPlans(app);
  expect(kept).toEqual([1]);
  expect(itemsOf(app)).toMatchObject([{ text: 'the plans', state: 'failed' }]);
});

test('a file that went up in the clear goes up again, sealed, to who has a key by then', async () => {
  const server = fakeServer();
  server.keys.delete(BOB);
  const { app, clock } = await openTab(server, fakeBrowser());
  await openBob(app);
  const busy = server.refuse(/POST \/messages\?/, () => refusal(503, 'SERVER_002'));
  await sendPlans(app, '');
  expect([...server.files.values()]).toEqual(['plans.txt']);
  server.keys.set(BOB, 'bob');
  server.tell('key_changed', { user_id: BOB, key_id: keyId('bob'), version: 1 });
  busy[Symbol.dispose]();
  await clock.pass(10_000);
  expect([...server.files.values()]).toEqual(['plans.txt', 'blob']);
  expect(itemsOf(app)).toMatchObject([
    { text: '', isSealed: true, state: 'sent', file: { id: 'file2', name: 'plans.txt' } },
  ]);
});

test('a file that is cancelled on its way is gone, and what follows goes', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  const held = server.hold(UPLOAD);
  await sendPlans(app);
  await say(app, 'a word');
  const [item] = itemsOf(app);
  if (item) await app.actions.discard(item);
  held();
  await settle();
  expect(textsOf(app)).toEqual(['a word']);
  expect(server.messages()).toHaveLength(1);
});

test('a picture that went out from here is shown from its own bytes, and is not asked for again', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  const blob = new Blob(['a lake']);
  const choice = { blob, name: 'lake.png', type: 'image/png' };
  const torn = server.refuse(UPLOAD, lost);
  const { sent } = await app.actions.sendFile(BOB, choice);
  sent.catch(() => {});
  await settle();
  // On its way it has no address, but its bytes.
  expect(itemsOf(app)[0]?.file).toMatchObject({ id: '', local: blob });
  torn[Symbol.dispose]();
  await clock.pass(5_000);
  const file = itemsOf(app)[0]?.file;
  expect(file).toMatchObject({ id: 'file1' });
  expect(file?.local).toBe(undefined);
  const opened = file && (await app.uploads.fileUrl(file));
  expect(await opened?.blob.text()).toBe('a lake');
  expect(server.asked.filter((each) => JSON.stringify(each).includes('/files/'))).toEqual([]);
});
