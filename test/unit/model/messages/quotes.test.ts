// What a message answers to: by the `mid` inside it, which no server can exchange.
import { expect, test } from 'bun:test';
import { itemsOf, openBob, openTab, say, signIn } from '../../../support/fake-client';
import { fakeBrowser, settle } from '../../../support/fake-parts';
import { BOB, fakeServer } from '../../../support/fake-server';

test('an answer counts by the mid inside it, whatever id stands beside it', async () => {
  const { app, server } = await signIn();
  const asked = server.says('shall we meet?');
  const other = server.says('shall I tell everybody?');
  server.says('yes', { reply_to: other.id, reply_mid: asked.client_id });
  await settle();
  await openBob(app);
  const answer = itemsOf(app).at(-1);
  expect(answer && app.quotes.quotedBy(answer)?.text).toBe('shall we meet?');
});

test('a message that the server puts in the place of the one that was answered is not quoted', async () => {
  const server = fakeServer();
  const asked = server.says('shall we meet?');
  const other = server.says('shall I tell everybody?');
  server.remove(asked.id);
  const { app } = await openTab(server, fakeBrowser());
  server.says('yes', { reply_to: other.id, reply_mid: asked.client_id });
  await settle();
  await openBob(app);
  const answer = itemsOf(app).at(-1);
  expect(itemsOf(app).map(({ text }) => text)).toEqual(['shall I tell everybody?', 'yes']);
  expect(answer && app.quotes.quotedBy(answer)).toBeNull();
});

test('a message in the clear that takes the mid of a sealed one is not quoted for it', async () => {
  const server = fakeServer();
  const asked = server.says('shall we meet?');
  server.changed(asked.id, 'message_edited', { is_encrypted: false, content: 'shall I steal it?' });
  const { app } = await openTab(server, fakeBrowser());
  server.says('yes', { reply_to: asked.id, reply_mid: asked.client_id });
  await settle();
  await openBob(app);
  const answer = itemsOf(app).at(-1);
  expect(answer && app.quotes.quotedBy(answer)?.text).toBeUndefined();
});

test('what alice answers names the mid of a sealed message, and none of a plain one', async () => {
  const server = fakeServer();
  const plain = server.says('sealed');
  server.changed(plain.id, 'message_edited', { is_encrypted: false, content: 'plain' });
  const { app } = await openTab(server, fakeBrowser());
  const sealed = server.says('sealed');
  await settle();
  await openBob(app);
  await say(app, 'yes', sealed.id);
  expect(itemsOf(app).at(-1)).toMatchObject({
    reply_to: sealed.id,
    reply_mid: sealed.client_id ?? '',
  });
  await say(app, 'no', plain.id);
  expect(itemsOf(app).at(-1)).toMatchObject({ reply_to: plain.id, reply_mid: null });
});

test('a sealed message is never replaced by one in the clear', async () => {
  const { app, server } = await signIn();
  const sealed = server.says('as bob wrote it');
  await settle();
  await openBob(app);
  const change = {
    is_encrypted: false,
    content: 'as nobody did',
    edited_at: '2026-02-01T00:00:00Z',
  };
  server.changed(sealed.id, 'message_edited', change);
  await settle();
  await app.pages.loadNewest(BOB);
  expect(itemsOf(app).map(({ text, isSealed }) => [text, isSealed])).toEqual([
    ['as bob wrote it', true],
  ]);
});
