// A message that is edited on two devices at the same time.
import { expect, test } from 'bun:test';
import { newMid } from '../../../../src/web/crypto/mid';
import { sealedBy } from '../../../support/client/fake-people';
import { itemsOf, openBob, openTab, say, signIn } from '../../../support/fake-client';
import { fakeBrowser, settle } from '../../../support/fake-parts';
import { ALICE, BOB, fakeServer, lost, refusal } from '../../../support/fake-server';

/** The engine of these tests writes it in the clear. */
const insideOf = (content: unknown) =>
  JSON.parse(Buffer.from(String(content).split('.')[2] ?? '', 'base64url').toString());

test('an edit goes on from the one that another device made meanwhile', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  await say(app, 'at five');
  const [begun] = itemsOf(app);
  if (begun === undefined) throw new Error('it was sent');
  const content = sealedBy(ALICE, newMid(), { text: 'at six', rev: 1 }, 'alice');
  server.changed(begun.id, 'message_edited', { content, edited_at: '2026-01-02T00:00:00.000Z' });
  await settle();
  // What is edited shows what it says now.
  expect([begun.text, app.quotes.asItIs(begun)?.text]).toEqual(['at five', 'at six']);

  const bodies: Record<string, unknown>[] = [];
  using _ = server.refuse(/PUT \/messages/, ({ body }) => {
    bodies.push(body);
    return lost();
  });
  await app.actions.edit(begun, 'at seven');
  await settle();
  // Above the highest that was seen: else chance would say which of the two counts.
  expect(insideOf(bodies[0]?.content)).toMatchObject({ text: 'at seven', rev: 2 });
});

test('what the server calls a message in the clear is not edited in the clear for who has a key', async () => {
  const server = fakeServer();
  const { id } = server.says('at five');
  const plain = { is_encrypted: false, content: 'at five', sender_id: ALICE, receiver_id: BOB };
  server.changed(id, 'message_edited', plain);
  const { app } = await openTab(server, fakeBrowser());
  await openBob(app);
  const [item] = itemsOf(app);
  if (item === undefined) throw new Error('it is there');
  await expect(app.actions.edit(item, 'at six')).rejects.toMatchObject({ code: 'NEVER_PLAIN' });
  expect(server.asked.filter((line) => line.startsWith('PUT /messages'))).toEqual([]);
});

test('of two edits that follow each other the later one counts, also before the first is answered', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  await say(app, 'at five');
  const [begun] = itemsOf(app);
  if (begun === undefined) throw new Error('it was sent');
  const bodies: Record<string, unknown>[] = [];
  const answered = Promise.withResolvers<void>();
  using _ = server.trouble(/PUT \/messages/, async ({ body }, answer) => {
    bodies.push(body);
    await answered.promise;
    return answer;
  });
  const edits = [app.actions.edit(begun, 'at six'), app.actions.edit(begun, 'at seven')];
  await settle();
  answered.resolve();
  await Promise.all(edits);
  expect(bodies.map(({ content }) => insideOf(content))).toMatchObject([
    { text: 'at six', rev: 1 },
    { text: 'at seven', rev: 2 },
  ]);
  expect(itemsOf(app)).toMatchObject([{ text: 'at seven', rev: 2 }]);
});

test('so it is without a connection, and what the server could not take is told again while there is one', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  await say(app, 'at five');
  const [begun] = itemsOf(app);
  if (begun === undefined) throw new Error('it was sent');
  const bodies: Record<string, unknown>[] = [];
  let busy = 2;
  using _ = server.refuse(/PUT \/messages/, ({ body }) => {
    busy -= 1;
    if (busy >= 0) return refusal(503, 'SERVER_002');
    bodies.push(body);
    return undefined;
  });
  await app.actions.edit(begun, 'at six');
  await app.actions.edit(begun, 'at seven');
  expect(itemsOf(app)).toMatchObject([{ text: 'at seven' }]);
  await clock.pass(60_000);
  expect(app.isOnline.value).toBe(true);
  expect(bodies.map(({ content }) => insideOf(content))).toMatchObject([
    { text: 'at six', rev: 1 },
    { text: 'at seven', rev: 2 },
  ]);
  expect(server.messages().at(-1)?.content).toBe(String(bodies[1]?.content));
});
