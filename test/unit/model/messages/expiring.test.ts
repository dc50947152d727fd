// Messages that disappear, by what their senders sealed into them, whatever the server says.
import { expect, test } from 'bun:test';
import type { Body } from '../../../../src/web/crypto/body';
import { readBody } from '../../../../src/web/crypto/body';
import { NOBODY_SAID } from '../../../../src/web/model/messages/expiring/lifetimes';
import { isForwardable } from '../../../../src/web/model/messages/forwarding';
import { itemsOf, openBob, previewOf, say, signIn, textsOf } from '../../../support/fake-client';
import { fakeLocks } from '../../../support/fake-locks';
import { settle } from '../../../support/fake-parts';
import { BOB, fakeServer } from '../../../support/fake-server';
import { away, comeBack, openKeepingBrowser, written } from '../../../support/keeping-browser';

/** The fake server's messages are of the day before the fake clock: this one is over in 42 minutes. */
const expires_in = 100_000;
const minute_ms = 60_000;

const insideOf = (content: unknown): Body => {
  const [, , sealed = ''] = String(content).split('.');
  return JSON.parse(Buffer.from(sealed, 'base64url').toString());
};

test('only a lifetime between a minute and a year is one, and any other leaves the text readable', () => {
  for (const value of [59, 31_536_001, 60.5, -1, '60', null, {}]) {
    expect(readBody({ text: 'a', expires_in: value } as never)).toEqual({ text: 'a' });
  }
  expect(readBody({ text: 'a', expires_in: 60 } as never)).toEqual({ text: 'a', expires_in: 60 });
});

test('when its time is over it leaves the list, quotes, search and this device, offline too', async () => {
  const first = await openKeepingBrowser();
  const { app, server, clock } = first;
  server.says('before');
  const { id } = server.says('the secret', { expires_in });
  await openBob(app);
  await say(app, 'an answer', id);
  await written(clock);
  const item = itemsOf(app)[1];
  expect(item?.expires_at).toBe(Date.parse(item?.at ?? '') + expires_in * 1_000);
  expect(item && isForwardable(item)).toBe(false);
  expect((await first.look()).texts).toContain('secret');
  const answer = itemsOf(app)[2];
  expect(answer && app.quotes.quotedBy(answer)?.text).toBe('the secret');
  const offline = away(server);
  await clock.pass(41 * minute_ms);
  expect(textsOf(app)).toEqual(['before', 'the secret', 'an answer']);
  await clock.pass(3 * minute_ms);
  await written(clock);
  expect(textsOf(app)).toEqual(['before', 'an answer']);
  expect(answer && app.quotes.quotedBy(answer)).toBeNull();
  expect(item && app.quotes.asItIs(item)).toBeNull();
  const kept = await first.look();
  expect(kept.ids).not.toContain(id);
  expect(kept.texts).not.toContain('secret');
  // A server that goes on giving it brings nothing back.
  offline[Symbol.dispose]();
  await clock.pass(minute_ms);
  expect(server.messages().map((each) => each.id)).toContain(id);
  await app.pages.loadNewest(BOB);
  await settle();
  expect(textsOf(app)).toEqual(['before', 'an answer']);
});

test('what was over while the browser was closed is gone with the next start, before the server says a word', async () => {
  const first = await openKeepingBrowser();
  const { server, clock } = first;
  const { id } = server.says('yesterday', { expires_in });
  server.says('stays');
  await openBob(first.app);
  await written(clock);
  expect((await first.look()).ids).toContain(id);
  const offline = away(server);
  await first.gone();
  const closed = { ...first, browser: { ...first.browser, locks: fakeLocks() } };
  // Nobody's timer ran: the clock goes on without the page.
  first.app.conversations.clear();
  const later = { ...clock, now: () => clock.now() + 60 * minute_ms };
  const next = await comeBack(server, { ...closed, clock: later });
  await openBob(next.app);
  await written(clock);
  expect(textsOf(next.app)).toEqual(['stays']);
  expect(previewOf(next.app)?.preview?.text).toBe('stays');
  expect((await first.look()).ids).not.toContain(id);
  offline[Symbol.dispose]();
});

test('what alice writes has the lifetime of the conversation, inside and out, and keeps it when edited', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  server.tell('conversation_changed', {
    friend_id: BOB,
    muted_until: null,
    pinned: false,
    archived: false,
    unread: false,
    expires_in,
  });
  await settle();
  expect(app.lifetimes.of(BOB)).toBe(expires_in);
  await say(app, 'short');
  const [posted] = server.posted;
  expect(posted?.expires_in).toBe(expires_in);
  expect(insideOf(posted?.content).expires_in).toBe(expires_in);
  const [item] = itemsOf(app);
  expect(item).toMatchObject({ text: 'short', expires_in });
  let edited: Body = {};
  using _ = server.refuse(/PUT \/messages/, ({ body }) => {
    edited = insideOf(body.content);
    return undefined;
  });
  if (item) await app.actions.edit(item, 'shorter').catch(() => {});
  expect(edited).toMatchObject({ text: 'shorter', expires_in });
  server.tell('conversation_changed', {
    friend_id: BOB,
    muted_until: null,
    pinned: false,
    archived: false,
    unread: false,
    expires_in: null,
  });
  await settle();
  await say(app, 'for good');
  expect(server.posted.at(-1)?.expires_in).toBeUndefined();
  expect(insideOf(server.posted.at(-1)?.content).expires_in).toBeUndefined();
});

test('no time that the server gives a message lets it stay longer than its lifetime here', async () => {
  const server = fakeServer();
  const future = server.says('of the future', { expires_in: 3_600 });
  server.changed(future.id, 'message_edited', { timestamp: '2040-01-01T00:00:00.000Z' });
  const first = await openKeepingBrowser(server);
  const { app, clock } = first;
  const moved = server.says('moved', { expires_in });
  await openBob(app);
  expect(textsOf(app)).toEqual(['of the future', 'moved']);
  server.changed(moved.id, 'message_edited', { timestamp: '2041-01-01T00:00:00.000Z' });
  await written(clock);
  await clock.pass(43 * minute_ms);
  await written(clock);
  expect(textsOf(app)).toEqual(['of the future']);
  await clock.pass(18 * minute_ms);
  await written(clock);
  expect(textsOf(app)).toEqual([]);
  expect((await first.look()).ids).toEqual([]);
  // Whatever page gives them again.
  await app.pages.loadNewest(BOB);
  await settle();
  expect(server.messages()).toHaveLength(2);
});

test('that nothing disappears any more is said, also if only a list tells of it', async () => {
  const { app, server } = await signIn();
  const settings = { muted_until: null, pinned: false, archived: false, unread: false };
  server.tell('conversation_changed', { friend_id: BOB, ...settings, expires_in });
  await settle();
  expect([app.lifetimes.of(BOB), app.lifetimes.changedBy(BOB)]).toEqual([expires_in, undefined]);
  // A list that is asked for after all that was heard.
  const later = Number.MAX_SAFE_INTEGER;
  app.lifetimes.listed([{ id: BOB, expires_in: null }], later);
  expect([app.lifetimes.of(BOB), app.lifetimes.changedBy(BOB)]).toEqual([null, NOBODY_SAID]);
  app.lifetimes.forgetNews(BOB);
  app.lifetimes.listed([{ id: BOB, expires_in: null }], later);
  expect(app.lifetimes.changedBy(BOB)).toBeUndefined();
});
