// What was done without a connection, while the server's data, or a friend's key, became another one, or
// another device did the like.
import { expect, test } from 'bun:test';
import { readEnvelope } from '../../../../src/web/crypto/header';
import { newMid } from '../../../../src/web/crypto/mid';
import { sealedBy } from '../../../support/client/fake-people';
import { itemsOf, openBob, say, signIn } from '../../../support/fake-client';
import { keyId, settle } from '../../../support/fake-parts';
import { ALICE, BOB, refusal } from '../../../support/fake-server';
import { away } from '../../../support/keeping-browser';

type Scene = Awaited<ReturnType<typeof signIn>>;

const changesOf = ({ server }: Scene) =>
  server.asked.filter((line) => /^(PUT|DELETE) \/messages/.test(line));
const noticesOf = ({ app }: Scene) => app.notices.notices.value.map(({ kind }) => kind);

/** Alice compared bob's key, wrote to him, and edits that without a connection. */
const edited = async () => {
  const scene = await signIn();
  const { app, server } = scene;
  await openBob(app);
  await say(app, 'at five');
  await app.keys.accept(BOB, keyId('bob'), 'compared');
  const gone = away(server);
  const [begun] = itemsOf(app);
  if (begun === undefined) throw new Error('it was sent');
  await app.actions.edit(begun, 'at six');
  expect(itemsOf(app)).toMatchObject([{ text: 'at six' }]);
  const back = async () => {
    gone[Symbol.dispose]();
    await scene.clock.pass(10_000);
    expect(app.isOnline.value).toBe(true);
  };
  return { ...scene, back };
};

for (const isAccepted of [true, false]) {
  const end = isAccepted ? 'and goes once it is accepted' : 'and goes to nobody once it is refused';
  test(`an edit waits while somebody has to decide about a key, ${end}`, async () => {
    const scene = await edited();
    const { app, server, back } = scene;
    server.keys.set(BOB, 'robert');
    using _ = server.refuse(/PUT \/messages\/\d+\?/, ({ body }) => {
      const { header } = readEnvelope(String(body.content));
      return header.to_key === keyId('robert') ? undefined : refusal(409, 'ENCRYPT_003');
    });
    server.tell('key_changed', { user_id: BOB, key_id: keyId('robert'), version: 2 });
    await back();
    expect([changesOf(scene), noticesOf(scene)]).toEqual([[], []]);
    expect(itemsOf(app)).toMatchObject([{ text: 'at six' }]);
    // Nothing that is done meanwhile waits behind it.
    const [item] = itemsOf(app);
    if (item) await app.actions.react(item, '👍').catch(() => {});
    expect(changesOf(scene)).toHaveLength(1);
    await (isAccepted ? app.actions.acceptKey(BOB, keyId('robert')) : app.actions.declineKey(BOB));
    await settle();
    const edits = changesOf(scene).filter((line) => !line.includes('reactions'));
    expect(edits).toHaveLength(isAccepted ? 1 : 0);
    if (isAccepted) {
      const { header } = readEnvelope(server.messages().at(-1)?.content ?? '');
      expect(header.to_key).toBe(keyId('robert'));
    } else {
      expect(itemsOf(app)).toMatchObject([{ text: 'at five' }]);
      expect(noticesOf(scene)).toEqual(['changeRefused']);
    }
  });
}

test('after a restore nothing is deleted that has the id of what was deleted before', async () => {
  const scene = await edited();
  const { app, server, browser, back } = scene;
  const [item] = itemsOf(app);
  if (item) await app.actions.removeMessage(item);
  browser.localStore?.setItem(`epoch ${ALICE}`, 'another, from before the restore');
  await back();
  // The edit names its message by what was sealed: the server takes it for no other.
  expect(changesOf(scene)).toEqual([`PUT /messages/${item?.id}?`]);
  expect(server.messages()).toHaveLength(1);
  expect(noticesOf(scene)).toEqual(['changeRefused']);
});

/** Alice's other device edits the message, a moment before or after what waits here was written. */
const editedElsewhere = ({ app, server, clock }: Scene, after_ms: number, text: string): void => {
  const [item] = itemsOf(app);
  const content = sealedBy(ALICE, newMid(), { text, rev: 1, at: clock.now() + after_ms }, 'alice');
  server.changed(item?.id ?? 0, 'message_edited', {
    content,
    edited_at: '2026-01-02T00:00:00.000Z',
  });
};
/** The engine of these tests writes it in the clear. */
const lastOn = ({ server }: Scene) => {
  const [, , inside = ''] = server.messages().at(-1)?.content.split('.') ?? [];
  return JSON.parse(Buffer.from(inside, 'base64url').toString());
};

test('an edit that waited undoes none that its author wrote later on another device', async () => {
  const scene = await edited();
  const { app, back } = scene;
  const [item] = itemsOf(app);
  if (item) await app.actions.edit(item, 'at half past six');
  editedElsewhere(scene, 1, 'at seven');
  await back();
  // Both are of the past, however often was edited here.
  expect([changesOf(scene), noticesOf(scene)]).toEqual([[], ['editOvertaken']]);
  expect([itemsOf(app)[0]?.text, lastOn(scene).text]).toEqual(['at seven', 'at seven']);
});

test('an edit that waited counts above one that its author wrote before on another device', async () => {
  const scene = await edited();
  const { app, back } = scene;
  editedElsewhere(scene, -1, 'at half past five');
  await back();
  // With the same number chance would say on each device which of the two counts.
  expect(lastOn(scene)).toMatchObject({ text: 'at six', rev: 2 });
  expect(noticesOf(scene)).toEqual([]);
  expect(itemsOf(app)).toMatchObject([{ text: 'at six', rev: 2 }]);
});

test('an edit that waited goes on from the one that it was made of, whatever the clock of that device', async () => {
  const scene = await signIn();
  const { app, server, clock } = scene;
  await openBob(app);
  await say(app, 'at five');
  editedElsewhere(scene, 1e9, 'at six');
  await settle();
  const gone = away(server);
  const [begun] = itemsOf(app);
  if (begun) await app.actions.edit(begun, 'at seven');
  expect(itemsOf(app)).toMatchObject([{ text: 'at seven' }]);
  gone[Symbol.dispose]();
  await clock.pass(10_000);
  expect(lastOn(scene)).toMatchObject({ text: 'at seven', rev: 2 });
  expect(itemsOf(app)).toMatchObject([{ text: 'at seven', rev: 2 }]);
});

test('an edit that waits for a decision hides none that its author wrote later', async () => {
  const scene = await edited();
  const { app, server, back } = scene;
  server.keys.set(BOB, 'robert');
  server.tell('key_changed', { user_id: BOB, key_id: keyId('robert'), version: 2 });
  await back();
  expect(itemsOf(app)).toMatchObject([{ text: 'at six' }]);
  editedElsewhere(scene, 1, 'at seven');
  await settle();
  expect(itemsOf(app)).toMatchObject([{ text: 'at seven' }]);
  await app.actions.acceptKey(BOB, keyId('robert'));
  await settle();
  expect([changesOf(scene), noticesOf(scene)]).toEqual([[], ['editOvertaken']]);
  expect(itemsOf(app)).toMatchObject([{ text: 'at seven' }]);
});
