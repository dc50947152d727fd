// What an earlier build kept in localStorage is taken over, once.
import { expect, test } from 'bun:test';
import { newMid } from '../../../src/web/crypto/mid';
import { itemsOf, openBob, openTab, textsOf } from '../../support/fake-client';
import { fakeBrowser, fakeEngine, publicKey } from '../../support/fake-parts';
import { ALICE, BOB, fakeServer } from '../../support/fake-server';

const earlier = (text: string, at: string, content?: string, client_id = newMid()) => ({
  client_id,
  receiver_id: BOB,
  message_type: 'text',
  body: { text },
  reply_to: null,
  at,
  ...(content ? { content } : {}),
});

test('unsent messages and drafts of an earlier build go on, in the order of their time', async () => {
  const [server, browser] = [fakeServer(), fakeBrowser()];
  const mid = newMid();
  const address = { from: ALICE, to: BOB, type: 'text', mid };
  const { engine } = fakeEngine();
  const { content } = await engine.seal(address, { text: 'sealed' }, publicKey('bob'));
  const drafts = [
    earlier('later', '2026-01-01T00:00:02.000Z'),
    earlier('sealed', '2026-01-01T00:00:01.000Z', content, mid),
  ];
  for (const draft of drafts) {
    browser.localStore?.setItem(`outbox ${ALICE} ${draft.client_id}`, JSON.stringify(draft));
  }
  browser.localStore?.setItem(`outbox ${ALICE} broken`, '{');
  browser.localStore?.setItem(`draft ${ALICE} ${BOB}`, 'half a thought');
  browser.localStore?.setItem('draft 9 2', 'of somebody else');
  const { app } = await openTab(server, browser);
  await openBob(app);
  expect(textsOf(app)).toEqual(['sealed', 'later']);
  expect(itemsOf(app).map(({ state }) => state)).toEqual(['sent', 'sent']);
  // By the bytes that the earlier build may have sent already.
  expect(server.posted[0]).toMatchObject({ client_id: mid, content });
  expect(app.drafts.read(`${BOB}`)).toBe('half a thought');
  expect(browser.localStore?.names().filter((name) => /^(outbox|draft)/.test(name))).toEqual([
    `outbox ${ALICE} broken`,
    'draft 9 2',
  ]);
});

test('a draft of both builds loses nothing of either, and another start takes nothing twice', async () => {
  const [server, browser] = [fakeServer(), fakeBrowser()];
  await browser.store?.putDraft(`${BOB}`, 'typed here');
  browser.localStore?.setItem(`draft ${ALICE} ${BOB}`, 'typed there');
  const first = await openTab(server, browser);
  expect(first.app.drafts.read(`${BOB}`)).toBe('typed here\ntyped there');
  const second = await openTab(server, browser);
  expect(second.app.drafts.read(`${BOB}`)).toBe('typed here\ntyped there');
});
