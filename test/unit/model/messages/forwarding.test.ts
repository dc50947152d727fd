// Messages that are passed on: each is a new one, sealed for its receiver, and says that it is.
import { expect, test } from 'bun:test';
import type { Body } from '../../../../src/web/crypto/body';
import { readEnvelope } from '../../../../src/web/crypto/header';
import { createForwarding } from '../../../../src/web/model/messages/forwarding';
import type { Item } from '../../../../src/web/model/messages/item';
import type { Outgoing } from '../../../../src/web/model/messages/outbox/outgoing';
import { itemsOf, openBob, say, signIn } from '../../../support/fake-client';
import { fakeClock, settle } from '../../../support/fake-parts';
import { BOB } from '../../../support/fake-server';

const CAROL = 3;
const DAVE = 4;

/** As the fake engine seals: the inside in the clear. */
const insideOf = (content: unknown): Body => {
  const [, , sealed = ''] = String(content).split('.');
  return JSON.parse(Buffer.from(sealed, 'base64url').toString());
};

test('a forwarded text is sealed anew and says so; an edit keeps the mark, and who reads sees it', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  server.says('the *plan*', { forwarded: true });
  await say(app, 'own words');
  expect(itemsOf(app).map(({ isForwarded }) => isForwarded)).toEqual([true, false]);
  const { isSaved, sent } = await app.actions.forward(itemsOf(app).toReversed(), [BOB], true);
  await Promise.all(sent);
  await settle();
  expect(isSaved).toBe(true);
  const [own, ...forwarded] = server.posted;
  expect(insideOf(own?.content).forwarded).toBeUndefined();
  // In the order in which they were said, and as they were written.
  expect(forwarded.map(({ content }) => insideOf(content))).toMatchObject([
    { text: 'the *plan*', forwarded: true },
    { text: 'own words', forwarded: true },
  ]);
  const mids = server.posted.map(({ content }) => readEnvelope(String(content)).header.mid);
  expect(new Set(mids).size).toBe(3);
  expect(itemsOf(app).slice(2)).toMatchObject([{ isForwarded: true }, { isForwarded: true }]);

  const last = itemsOf(app).at(-1) as Item;
  let edited: Body = {};
  using _ = server.refuse(/PUT \/messages/, ({ body }) => {
    edited = insideOf(body.content);
    return undefined;
  });
  await app.actions.edit(last, 'other words').catch(() => {});
  expect(edited).toMatchObject({ text: 'other words', forwarded: true });

  await app.actions.forward([last], [BOB], false);
  await settle();
  expect(insideOf(server.posted.at(-1)?.content).forwarded).toBeUndefined();
});

/** What goes to the outbox; dave never had a key. */
const forwarding = (fileUrl: () => Promise<{ url: string; blob: Blob; head: Uint8Array }>) => {
  const sent: Outgoing[] = [];
  const forward = createForwarding({
    clock: fakeClock(),
    keys: {
      peerKey: async (id) =>
        id === DAVE ? null : { user_id: id, key_id: 'k', public_key: 'p', version: 1 },
    },
    lifetimes: { of: (id) => (id === CAROL ? 3_600 : null) },
    outbox: {
      send: async (outgoing) => {
        sent.push(outgoing);
        return { isSaved: true, sent: Promise.resolve() };
      },
    },
    screen: { opened: { value: CAROL } as never, goTo: () => {} },
    uploads: { fileUrl },
  });
  return { forward, sent };
};

const photo = (base: Item): Item => ({
  ...base,
  id: 9,
  text: 'look',
  file: {
    id: 'file1',
    name: 'sea.jpg',
    size: 3,
    type: 'image/jpeg',
    seal: { key: 'its key', sha256: 'its hash' },
    preview: 'tiny',
    width: 40,
    height: 30,
  },
});

test('a file goes again to each receiver, under a key of its own; in the clear its words go apart', async () => {
  const { app } = await signIn();
  await openBob(app);
  await say(app, 'first');
  const [first] = itemsOf(app);
  const item = photo(first as Item);
  const blob = new Blob(['sea']);
  const { forward, sent } = forwarding(async () => ({ url: '', blob, head: new Uint8Array() }));
  await forward([item, first as Item], [CAROL, DAVE], true);
  expect(sent.map(({ receiver_id, body, file }) => [receiver_id, body.text, file?.name])).toEqual([
    [CAROL, 'first', undefined],
    [CAROL, 'look', 'sea.jpg'],
    [DAVE, 'first', undefined],
    [DAVE, undefined, 'sea.jpg'],
    [DAVE, 'look', undefined],
  ]);
  const files = sent.flatMap(({ file }) => (file ? [file] : []));
  expect(files).toMatchObject([
    { blob, type: 'image/jpeg', preview: 'tiny', measures: { width: 40, height: 30 } },
    { blob },
  ]);
  // Neither the file that is there nor its key is named.
  expect(JSON.stringify(sent)).not.toMatch(/its key|its hash|file1/);
});

test('what did not open, a call and what is on its way are not passed on; a file that is gone stops all', async () => {
  const { app } = await signIn();
  await openBob(app);
  await say(app, 'first');
  const first = itemsOf(app)[0] as Item;
  const fine = async () => ({ url: '', blob: new Blob(), head: new Uint8Array() });
  const { forward, sent } = forwarding(fine);
  const call = { id: 1, kind: 'voice', outcome: 'missed', duration_s: 0 } as never;
  const trouble = { reason: 'tampered', key_id: null };
  const none = [
    { ...first, call },
    { ...first, trouble },
    { ...first, id: 0 },
  ];
  await forward(none, [CAROL], true);
  expect(sent).toEqual([]);
  const gone = forwarding(() => Promise.reject(new Error('gone')));
  const failing = gone.forward([first, photo(first)], [CAROL], true);
  expect(await failing.then(() => 'sent', String)).toBe('Error: gone');
  expect(gone.sent).toEqual([]);
});

test('what was an album is one again for each receiver, under another name and as many as go on', async () => {
  const { app } = await signIn();
  await openBob(app);
  await say(app, 'first');
  const first = photo(itemsOf(app)[0] as Item);
  const pictures = [1, 2, 3].map((n) => ({ ...first, id: n, album: { id: 'lake', n, of: 3 } }));
  const fine = async () => ({ url: '', blob: new Blob(), head: new Uint8Array() });
  const { forward, sent } = forwarding(fine);
  await forward([...pictures.slice(1), { ...first, id: 8 }], [CAROL, DAVE, BOB], true);
  const places = (id: number) =>
    sent.filter(({ receiver_id }) => receiver_id === id).map(({ body }) => body.album);
  const id = places(CAROL)[0]?.id;
  expect(places(CAROL)).toEqual([{ id, n: 1, of: 2 }, { id, n: 2, of: 2 }, undefined] as never);
  expect(places(BOB)[0]).toMatchObject({ n: 1, of: 2 });
  expect(new Set(['lake', id, places(BOB)[0]?.id]).size).toBe(3);
  // In the clear there is nothing to say it in.
  expect(places(DAVE).filter(Boolean)).toEqual([]);
});
