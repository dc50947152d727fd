// What a server says of a message once more, late, in the wrong order, or of other people.
import { expect, test } from 'bun:test';
import { newMid } from '../../../../src/web/crypto/mid';
import { sealedBy } from '../../../support/client/fake-people';
import {
  itemsOf,
  openBob,
  openTab,
  previewOf,
  say,
  signIn,
  textsOf,
} from '../../../support/fake-client';
import { fakeBrowser, settle } from '../../../support/fake-parts';
import { BOB, fakeServer } from '../../../support/fake-server';

const CAROL = 77;

const edited = (day: number, text: string, rev: number, mid = newMid()) => ({
  content: sealedBy(BOB, mid, { text, rev }, 'bob'),
  edited_at: `2026-01-0${day}T00:00:00.000Z`,
});

test('of two edits the one that bob wrote later counts, though it came before the other', async () => {
  const { app, server } = await signIn();
  const { id } = server.says('the first');
  await settle();
  await openBob(app);
  server.changed(id, 'message_edited', edited(2, 'the third', 2));
  server.changed(id, 'message_edited', edited(3, 'the second', 1));
  await settle();
  await app.pages.loadNewest(BOB);
  expect(itemsOf(app)).toMatchObject([{ text: 'the third', trouble: null }]);
});

test('of two edits that two devices made at once every device shows the same, whichever came last', async () => {
  const [low = '', high = ''] = [newMid(), newMid()].sort();
  for (const mids of [
    [low, high],
    [high, low],
  ]) {
    const { app, server } = await signIn();
    const { id } = server.says('the first');
    await settle();
    await openBob(app);
    for (const [at, mid] of mids.entries()) {
      server.changed(id, 'message_edited', edited(at + 2, mid, 1, mid));
      await settle();
    }
    expect(textsOf(app)).toEqual([high]);
  }
});

test('of two edits in the clear an event with the earlier one undoes nothing', async () => {
  const server = fakeServer();
  const { id } = server.says('sealed');
  const plain = (day: number, content: string) => ({
    is_encrypted: false,
    content,
    edited_at: `2026-01-0${day}T00:00:00.000Z`,
  });
  server.changed(id, 'message_edited', plain(2, 'the first'));
  const { app } = await openTab(server, fakeBrowser());
  await openBob(app);
  server.changed(id, 'message_edited', plain(4, 'the third'));
  server.changed(id, 'message_edited', plain(3, 'the second'));
  await settle();
  expect(textsOf(app)).toEqual(['the third']);
});

test('a message that was opened is not moved to other people, whatever an event says', async () => {
  const { app, server } = await signIn();
  const { id } = server.says('between us');
  await settle();
  await openBob(app);
  server.changed(id, 'message_edited', { sender_id: CAROL });
  await settle();
  expect(textsOf(app)).toEqual(['between us']);
  await say(app, 'for bob');
  server.changed(id + 1, 'message_edited', { receiver_id: CAROL });
  await settle();
  expect(textsOf(app)).toEqual(['between us', 'for bob']);
});

test('a message in the clear that comes again under another id stays the one that it was', async () => {
  const server = fakeServer();
  const { id } = server.says('sealed');
  server.changed(id, 'message_edited', { is_encrypted: false, content: 'in the clear' });
  const { app } = await openTab(server, fakeBrowser());
  await openBob(app);
  const [message] = server.messages();
  server.tell('new_message', { ...message, id: 78 });
  await settle();
  expect(itemsOf(app)).toMatchObject([{ id, text: 'in the clear' }]);
});

test('a message of carol’s that the list gives as bob’s newest is not shown as his', async () => {
  const server = fakeServer();
  const { id } = server.says('from carol');
  server.changed(id, 'message_edited', { sender_id: CAROL, is_encrypted: false, content: 'hers' });
  const { app } = await openTab(server, fakeBrowser());
  await openBob(app);
  expect([previewOf(app)?.preview, textsOf(app)]).toEqual([null, []]);
});
