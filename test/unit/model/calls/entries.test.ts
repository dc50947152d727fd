// The message that a call leaves: a line of the server's, and nobody's words.
import { expect, test } from 'bun:test';
import type { CallView, Message } from '../../../../src/protocol/objects';
import { foundBy } from '../../../../src/web/model/messages/offline/operations';
import { itemsOf, openBob, previewOf, signIn } from '../../../support/fake-client';
import { settle } from '../../../support/fake-parts';
import { ALICE, BOB } from '../../../support/fake-server';

const entry = (id: number, call: Partial<CallView>, more: Partial<Message> = {}): Message => ({
  id,
  sender_id: BOB,
  receiver_id: ALICE,
  content: 'what the server wrote',
  message_type: 'text',
  timestamp: '2026-01-02T03:00:00.000Z',
  is_read: false,
  is_encrypted: false,
  call: { id: `call ${id}`, kind: 'voice', outcome: 'missed', duration_s: 0, ...call },
  ...more,
});

test('a missed call counts as unread, is the newest of the conversation, and says nothing else', async () => {
  const { app, server } = await signIn();
  server.says('hello');
  await settle();
  server.tell('call_entry', entry(70, {}));
  await settle();
  expect(previewOf(app)).toMatchObject({ unread_count: 2, preview: { text: '' } });
  expect(previewOf(app)?.preview?.call).toMatchObject({ kind: 'voice', outcome: 'missed' });
  await openBob(app);
  expect(itemsOf(app).map(({ text }) => text)).not.toContain('what the server wrote');
});

test('an answered one is read already', async () => {
  const { app, server } = await signIn();
  server.tell('call_entry', entry(70, { outcome: 'answered', duration_s: 5 }, { is_read: true }));
  await settle();
  expect(previewOf(app)).toMatchObject({ unread_count: 0 });
});

test('no text beside a call is found, and a call beside a sealed text is no call', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  const said = server.says('tea at five');
  await settle();
  server.changed(said.id, 'message_edited', { call: entry(1, {}).call });
  server.tell('call_entry', entry(71, {}));
  await settle();
  const [sealed, line] = itemsOf(app);
  expect(sealed).toMatchObject({ text: 'tea at five', call: null });
  expect(line).toMatchObject({ id: 71, text: '', file: null });
  expect(line && foundBy(line)).toBe(null);
});
