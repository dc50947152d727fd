// What does not get through although the connection is there: tried again after growing pauses, not for
// ever, in nobody's way, and never lost.
import { expect, test } from 'bun:test';
import { ApiError, FOREIGN } from '../../../../src/web/model/net/api-error';
import { isAway } from '../../../../src/web/model/session/server-probe';
import { itemsOf, openBob, say, signIn, statesOf, textsOf } from '../../../support/fake-client';
import { settle } from '../../../support/fake-parts';
import { BOB, lost, refusal } from '../../../support/fake-server';

const UPLOAD = /POST \/upload\/file/;
const POST = /POST \/messages\?/;
const CAROL = 3;
const plans = () => ({ blob: new Blob(['plans']), name: 'plans.txt', type: 'text/plain' });
const page = (status: number) => new Response('<html>Sign in to this network</html>', { status });

type Client = Awaited<ReturnType<typeof signIn>>;

const sendPlans = async ({ app }: Client, to = BOB) => {
  const { sent } = await app.actions.sendFile(to, { ...plans(), text: 'the plans' });
  sent.catch(() => {});
  await settle();
};

/** When it was tried, in seconds from now. */
const timesOf = ({ server, clock }: Client, at: RegExp, act: () => Response | undefined) => {
  const began = clock.now();
  const times: number[] = [];
  const refusing = server.refuse(at, () => {
    times.push((clock.now() - began) / 1_000);
    return act();
  });
  return { times, end: () => refusing[Symbol.dispose]() };
};

test('an upload that is always broken off ends as not sent, says why, and goes when it is tried again', async () => {
  const alice = await signIn();
  const { app, clock, browser } = alice;
  await openBob(app);
  const { times, end } = timesOf(alice, UPLOAD, lost);
  await sendPlans(alice);
  // What is written meanwhile keeps its place, and is no reason to upload it all once more.
  await say(app, 'and a word');
  await clock.pass(20_000);
  expect(statesOf(app)).toEqual(['sending', 'sending']);
  await clock.pass(3_600_000);
  expect(times).toEqual([0, 5, 15, 35, 75]);
  expect(itemsOf(app)).toMatchObject([
    { text: 'and a word', state: 'sent' },
    { text: 'the plans', state: 'failed', failure: { code: 'BLOCKED' }, file: { size: 5 } },
  ]);
  expect(await browser.store?.allUnsent()).toHaveLength(1);
  end();
  const [, failed] = itemsOf(app);
  if (failed) await app.actions.retry(failed);
  await settle();
  expect(textsOf(app)).toEqual(['and a word', 'the plans']);
  expect(statesOf(app)).toEqual(['sent', 'sent']);
  expect(await browser.store?.allUnsent()).toEqual([]);
});

test('with a later connection it is tried once more by itself, and not with each of many', async () => {
  const alice = await signIn();
  const { app, server, clock } = alice;
  await openBob(app);
  const { times, end } = timesOf(alice, UPLOAD, lost);
  await sendPlans(alice);
  for (let minute = 0; minute < 10; minute += 1) {
    server.disconnect(true);
    await clock.pass(60_000);
  }
  expect(times).toHaveLength(5);
  expect(statesOf(app)).toEqual(['failed']);
  await clock.pass(120_000);
  server.disconnect(true);
  await clock.pass(1_000);
  expect(times).toHaveLength(6);
  end();
  await clock.pass(600_000);
  server.disconnect(true);
  await clock.pass(1_000);
  expect(statesOf(app)).toEqual(['sent']);
});

test('nobody else waits behind it, also of those who waited for a connection', async () => {
  const alice = await signIn();
  const { app, server, clock } = alice;
  server.keys.set(CAROL, 'carol');
  await openBob(app);
  const receivers = () => server.posted.map(({ receiver_id }) => receiver_id);
  server.disconnect(true);
  const away = server.refuse(/./, lost);
  await sendPlans(alice);
  const carols = await app.actions.send(CAROL, 'waited', null);
  carols.sent.catch(() => {});
  await settle();
  away[Symbol.dispose]();
  // The upload has no answer, ever.
  const held = server.hold(UPLOAD);
  await clock.pass(2_000);
  expect(receivers()).toEqual([CAROL]);
  const more = await app.actions.send(CAROL, 'written now', null);
  more.sent.catch(() => {});
  await settle();
  expect(receivers()).toEqual([CAROL, CAROL]);
  held();
  await settle();
  expect(receivers()).toEqual([CAROL, CAROL, BOB]);
});

test('writing on while the server stumbles uses up no tries', async () => {
  const alice = await signIn();
  const { app, clock } = alice;
  await openBob(app);
  const { end } = timesOf(alice, POST, () => page(502));
  for (const text of ['1', '2', '3', '4', '5', '6', '7']) await say(app, text);
  expect(new Set(statesOf(app))).toEqual(new Set(['sending']));
  end();
  await clock.pass(6_000);
  expect(textsOf(app)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  expect(new Set(statesOf(app))).toEqual(new Set(['sent']));
});

test('of many files three go up at once', async () => {
  const alice = await signIn();
  const { app, server } = alice;
  const friends = [BOB, CAROL, 4, 5, 6];
  for (const friend_id of friends) server.keys.set(friend_id, `friend${friend_id}`);
  await openBob(app);
  const held = server.hold(UPLOAD);
  for (const friend_id of friends) await sendPlans(alice, friend_id);
  const uploads = () => server.asked.filter((line) => UPLOAD.test(line)).length;
  expect(uploads()).toBe(3);
  held();
  await settle();
  expect(uploads()).toBe(5);
  expect(server.posted).toHaveLength(5);
});

test('without a connection it waits as long as it takes', async () => {
  const alice = await signIn();
  const { app, server, clock } = alice;
  await openBob(app);
  server.disconnect(true);
  const away = server.refuse(/./, lost);
  await sendPlans(alice);
  await say(app, 'and a word');
  await clock.pass(3 * 3_600_000);
  expect(statesOf(app)).toEqual(['sending', 'sending']);
  away[Symbol.dispose]();
  await clock.pass(30_000);
  expect(textsOf(app)).toEqual(['the plans', 'and a word']);
  expect(statesOf(app)).toEqual(['sent', 'sent']);
});

test('an answer that is not the server’s is no answer, whatever its status', async () => {
  for (const status of [200, 408, 502]) {
    const alice = await signIn();
    const { app, clock } = alice;
    await openBob(app);
    const { times, end } = timesOf(alice, POST, () => page(status));
    await say(app, 'hello');
    expect([status, statesOf(app)]).toEqual([status, ['sending']]);
    await clock.pass(4_000);
    end();
    await clock.pass(2_000);
    expect([status, statesOf(app), times]).toEqual([status, ['sent'], [0]]);
  }
});

test('one that something on the way refuses says so at once, and lets the others by', async () => {
  for (const [status, code] of [
    [403, 'FOREIGN'],
    [413, 'REQUEST_005'],
  ] as const) {
    const alice = await signIn();
    const { app } = alice;
    await openBob(app);
    const { end } = timesOf(alice, UPLOAD, () => page(status));
    await sendPlans(alice);
    await say(app, 'a word');
    expect(itemsOf(app)).toMatchObject([
      { text: 'a word', state: 'sent' },
      { text: 'the plans', state: 'failed', failure: { code } },
    ]);
    end();
  }
});

test('what the server itself can’t do for long is said in its words', async () => {
  const alice = await signIn();
  const { app, clock } = alice;
  await openBob(app);
  const full = timesOf(alice, POST, () => refusal(503, 'SERVER_002'));
  await say(app, 'hello');
  await clock.pass(600_000);
  expect(full.times).toEqual([0, 5, 15, 35, 75]);
  expect(itemsOf(app)).toMatchObject([{ state: 'failed', failure: { code: 'SERVER_002' } }]);
  full.end();
});

test('a pause that the server asks for is kept', async () => {
  const alice = await signIn();
  const { app, clock } = alice;
  await openBob(app);
  const headers = { 'retry-after': '42' };
  let refusals = 1;
  const { times } = timesOf(alice, POST, () => {
    if (refusals-- <= 0) return undefined;
    const body = { success: false, error: { code: 'REQUEST_006', message: '', details: {} } };
    return Response.json(body, { status: 429, headers });
  });
  await say(app, 'hello');
  await clock.pass(100_000);
  expect(times).toEqual([0, 42]);
  expect(statesOf(app)).toEqual(['sent']);
});

test('an answer of 401 that is not the server’s ends no session', async () => {
  const alice = await signIn();
  const { app, server, clock } = alice;
  await openBob(app);
  const portal = server.refuse(/./, () => page(401));
  await say(app, 'hello');
  await clock.pass(1_000);
  portal[Symbol.dispose]();
  expect(app.account.me.value?.username).toBe('alice');
  // Nor does it end the waiting for a connection, or a start.
  expect(isAway(new ApiError(401, FOREIGN))).toBe(true);
  server.disconnect(true);
  const again = server.refuse(/./, () => page(401));
  await clock.pass(60_000);
  again[Symbol.dispose]();
  await clock.pass(10_000);
  expect(app.isOnline.value).toBe(true);
  const [item] = itemsOf(app);
  if (item) await app.actions.retry(item);
  await settle();
  expect(statesOf(app)).toEqual(['sent']);
});
