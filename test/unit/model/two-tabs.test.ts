// Two tabs of one browser: the same messages in both, and one of them sends.
import { expect, test } from 'bun:test';
import {
  itemsOf,
  openBob,
  openTab,
  say,
  signIn,
  statesOf,
  textsOf,
} from '../../support/fake-client';
import { fakeClock, settle } from '../../support/fake-parts';
import { BOB, lost } from '../../support/fake-server';

const openTwo = async () => {
  const one = await signIn();
  const two = await openTab(one.server, one.browser, one.clock);
  for (const { app } of [one, two]) await openBob(app);
  return { one, two, server: one.server, clock: one.clock };
};

test('what one tab writes without a connection the other shows, and it is sent once, in order', async () => {
  const { one, two, server, clock } = await openTwo();
  server.disconnect(true);
  const away = server.refuse(/./, lost);
  await say(one.app, 'one');
  await say(two.app, 'two');
  await say(one.app, 'three');
  for (const { app } of [one, two]) {
    expect(textsOf(app)).toEqual(['one', 'two', 'three']);
    expect(statesOf(app)).toEqual(['sending', 'sending', 'sending']);
  }
  away[Symbol.dispose]();
  await clock.pass(6_000);
  for (const { app } of [one, two]) {
    expect(textsOf(app)).toEqual(['one', 'two', 'three']);
    expect(statesOf(app)).toEqual(['sent', 'sent', 'sent']);
  }
  expect(server.messages()).toHaveLength(3);
});

test('what one tab discards is gone from the other, and a draft is the same in both', async () => {
  const { one, two, server } = await openTwo();
  server.disconnect(true);
  using _ = server.refuse(/./, lost);
  await say(one.app, 'never mind');
  const [item] = itemsOf(two.app);
  if (item) await two.app.actions.discard(item);
  await settle();
  expect([textsOf(one.app), textsOf(two.app)]).toEqual([[], []]);
  await one.app.drafts.write(`${BOB}`, 'half a thought');
  expect(two.app.drafts.read(`${BOB}`)).toBe('half a thought');
  await two.app.actions.send(BOB, 'half a thought', null, `${BOB}`);
  await settle();
  expect(one.app.drafts.read(`${BOB}`)).toBe('');
});

test('what a tab wrote that was closed on the way is sent by the other one', async () => {
  const one = await signIn();
  const { server } = one;
  // The first tab has no time any more.
  const clock = fakeClock();
  const two = await openTab(server, one.browser, clock);
  for (const { app } of [one, two]) await openBob(app);
  {
    using _ = server.refuse(/POST \/messages\?/, lost);
    await say(one.app, 'on my way');
  }
  expect(statesOf(two.app)).toEqual(['sending']);
  await clock.pass(29_000);
  expect(server.messages()).toEqual([]);
  await clock.pass(2_000);
  expect([textsOf(two.app), statesOf(two.app)]).toEqual([['on my way'], ['sent']]);
  expect(server.messages()).toHaveLength(1);
});
