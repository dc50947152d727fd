// Answers and frames that are not what was asked for: each is a failure that is said, and nothing of
// them is shown.
import { expect, test } from 'bun:test';
import { en } from '../../../../src/web/i18n/en/en';
import { createExplain } from '../../../../src/web/i18n/explain';
import { createFormat } from '../../../../src/web/i18n/format';
import { createLanguage } from '../../../../src/web/i18n/language';
import { ApiError, failure, subjectOf } from '../../../../src/web/model/net/api-error';
import { isFrame } from '../../../../src/web/model/net/frames';
import { createLocalStore } from '../../../../src/web/model/store/local-store';
import type { App } from '../../../support/client/whole-client';
import { createApp } from '../../../support/client/whole-client';
import { openBob, openTab, signIn, textsOf } from '../../../support/fake-client';
import {
  fakeBrowser,
  fakeClock,
  fakeEngine,
  fakeTab,
  fakeTexts,
  settle,
} from '../../../support/fake-parts';
import { BOB, fakeServer } from '../../../support/fake-server';

const errorOf = (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => undefined,
    (error) => error,
  );

/** What each of these asks for, and what an answer to it must have. */
const ACTS: Record<string, [RegExp, (app: App) => Promise<unknown>]> = {
  friends: [/^GET \/friends\?/, (app) => app.people.loadFriends()],
  requests: [/^GET \/friends\/requests/, (app) => app.people.load()],
  sent: [/^GET \/friends\/requests/, (app) => app.people.sent()],
  found: [/^GET \/friends\/search/, (app) => app.people.search('carol')],
  invites: [/^GET \/invites/, (app) => app.people.invites()],
  invite: [/^POST \/invites/, (app) => app.people.invite()],
  blocks: [/^GET \/friends\/blocks/, (app) => app.people.blocks.load()],
  conversations: [/^GET \/conversations/, (app) => app.pages.loadList()],
  page: [/^GET \/messages\//, (app) => app.pages.loadNewest(BOB)],
  keys: [/^GET \/encryption\/public-keys/, (app) => app.keys.peerKey(BOB, true)],
  vault: [/^GET \/encryption\/keys/, (app) => app.keys.reload()],
  sessions: [/^GET \/auth\/sessions/, (app) => app.session.devices()],
  profile: [/^GET \/user\/profile/, (app) => app.account.load()],
  renamed: [
    /^PUT \/user\/profile/,
    (app) => app.account.rename({ username: 'alice2', email: 'alice@example.org' }),
  ],
  storage: [/^GET \/user\/storage/, (app) => app.account.storage()],
  kdf: [/^GET \/auth\/kdf/, (app) => app.session.changePassword('one', 'another')],
};

/** As they are on the wire; the honest answer to most of these has more than this. */
const BAD = [
  '{"success":true}',
  '{"success":true,"data":null}',
  '{"success":true,"data":"x"}',
  '{"success":true,"data":[null,{}]}',
  '{"success":true,"da',
  '',
  'null',
];

test('an answer without what was asked for is a failure that is said', async () => {
  const { app, server } = await signIn();
  const languages = createLanguage(createLocalStore(fakeTexts()), 'en');
  const { explain } = createExplain(languages, createFormat(languages, app.today.day), app.toast);
  for (const [name, [at, act]] of Object.entries(ACTS)) {
    for (const bad of BAD) {
      // A list may have nobody in it whose key is known.
      if (name === 'keys' && bad.includes('[null')) continue;
      using _ = server.refuse(at, () => new Response(bad));
      const error = await errorOf(act(app));
      const code = error instanceof ApiError ? error.code : error;
      expect([name, bad, code]).toEqual([name, bad, 'ANSWER_MALFORMED']);
      expect(explain(error)).toBe(en.errors.reasons.answerMalformed);
    }
  }
});

test('a sign-in to a server that says nothing of the vault fails in words, and asks again', async () => {
  const server = fakeServer();
  using _ = server.refuse(/^GET \/encryption\/keys/, () =>
    Response.json({ data: { user_id: 1, key_id: null, version: 1 } }),
  );
  const { engine } = fakeEngine();
  const { fetch, transfer, openSocket } = server;
  const parts = { engine, clock: fakeClock(), tab: fakeTab().part, tabStore: fakeTexts() };
  const app = createApp({ ...parts, ...fakeBrowser(), fetch, transfer, openSocket }, () => 'en');
  const error = await errorOf(app.session.login('alice', 'alice likes tea'));
  expect(error).toMatchObject({ code: 'ANSWER_MALFORMED', status: 502 });
  expect(app.screen.phase.value).not.toBe('locked');
});

test('a refusal that is none, and a token that is none, break nothing', async () => {
  const refused = await failure(new Response('{"error":{"code":7}}', { status: 409 }));
  expect([refused.status, refused.code]).toEqual([409, 'FOREIGN']);
  const headers = { 'retry-after': 'soon' };
  const body = '{"error":{"code":"REQUEST_006","details":{}}}';
  const late = await failure(new Response(body, { status: 429, headers }));
  expect([late.code, late.details]).toEqual(['REQUEST_006', {}]);
  expect(() => subjectOf('no.token.here')).toThrow('ANSWER_MALFORMED');
});

test('a frame that lacks something is let by, and with the next connection all is read again', async () => {
  const server = fakeServer();
  const { app, clock } = await openTab(server, fakeBrowser());
  await openBob(app);
  const message = server.says('hello');
  await settle();
  for (const bad of [
    { ...message, id: 9, timestamp: 'then' },
    { ...message, id: '9' },
    { ...message, id: 9, content: 7 },
    { ...message, id: 9, client_id: 'other', reactions: [{ emoji: 'x' }] },
  ]) {
    server.tell('new_message', bad);
    await settle();
    expect(textsOf(app)).toEqual(['hello']);
  }
  const lists = () => server.asked.filter((line) => line.startsWith('GET /conversations')).length;
  const before = lists();
  server.disconnect(true);
  await clock.pass(1_000);
  expect(lists()).toBe(before + 1);
  expect(isFrame({ type: 'hello', data: { epoch: 'e' }, timestamp: '2026-01-01' })).toBe(false);
  // What a later server tells of is not this client's to judge.
  expect(isFrame({ type: 'sunrise', timestamp: '2026-01-01T00:00:00.000Z' })).toBe(true);
});
