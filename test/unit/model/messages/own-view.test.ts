// How one has a conversation: whatever tells of it last, an answer that was asked for before does not
// bring back what was there then.
import { expect, test } from 'bun:test';
import { createLifetimes } from '../../../../src/web/model/messages/expiring/lifetimes';
import { createArrangements } from '../../../../src/web/model/messages/own-view/arrangements';
import { createSilences } from '../../../../src/web/model/messages/own-view/silences';
import type { Api } from '../../../../src/web/model/net/api';
import { createLogicalClock } from '../../../../src/web/model/net/logical-clock';

const BOB = 2;
const LATE = '2199-01-01T00:00:00.000Z';
const NEW = { pinned: false, archived: false, unread: false, muted_until: null, expires_in: null };
const OLD = { pinned: true, archived: true, unread: true, muted_until: LATE, expires_in: 60 };

/** Alice's page; what it asks is answered when the test says so. */
const page = () => {
  const asks: { settle: (answer: object) => Promise<void> }[] = [];
  const ask = () => {
    const { promise, resolve } = Promise.withResolvers<object>();
    const settle = async (answer: object) => {
      resolve(answer);
      await new Promise(setImmediate);
    };
    asks.push({ settle });
    return promise;
  };
  const api = { ask } as unknown as Api;
  const clock = { now: Date.now, after: () => () => {} };
  const order = createLogicalClock();
  const needs = { api, clock: clock as never, order, people: { onList() {} } };
  const models = {
    arrangements: createArrangements(needs),
    lifetimes: createLifetimes(needs),
    silences: createSilences(needs),
  };
  const { arrangements, lifetimes, silences } = models;
  return {
    ...models,
    asks,
    askForList: order.tick,
    list(settings: typeof NEW | typeof OLD, asked: number) {
      for (const model of Object.values(models)) model.listed([{ id: BOB, ...settings }], asked);
    },
    event({ expires_in, muted_until, ...arrangement }: typeof NEW | typeof OLD) {
      lifetimes.heard(BOB, expires_in);
      silences.heard(BOB, muted_until);
      arrangements.heard(BOB, arrangement);
    },
    known: () => ({
      ...arrangements.of(BOB),
      muted_until: silences.mutedUntil(BOB),
      expires_in: lifetimes.of(BOB),
    }),
  };
};

test('a list that was asked for before an event, and came after it, changes nothing', () => {
  const alice = page();
  const asked = alice.askForList();
  alice.event(NEW);
  alice.list(OLD, asked);
  expect(alice.known()).toEqual(NEW);
  // Nothing disappears any more since the event, and no line says that it did until the list.
  expect(alice.lifetimes.changedBy(BOB)).toBeUndefined();
  alice.list(OLD, alice.askForList());
  expect(alice.known()).toEqual(OLD);
});

test('nor does one that was asked for before an own change was answered, or before a newer list', async () => {
  const alice = page();
  alice.list(OLD, alice.askForList());
  const changes = [
    alice.arrangements.pin(BOB, false),
    alice.silences.silence(BOB, null),
    alice.lifetimes.choose(BOB, null),
  ];
  const asked = alice.askForList();
  for (const { settle } of alice.asks) await settle(NEW);
  await Promise.all(changes);
  alice.list(OLD, asked);
  expect(alice.known()).toEqual(NEW);
  const [first, second] = [alice.askForList(), alice.askForList()];
  alice.list(OLD, second);
  alice.list(NEW, first);
  expect(alice.known()).toEqual(OLD);
});

test('what this device kept changes nothing that was heard', () => {
  const alice = page();
  alice.list(OLD, 0);
  expect(alice.known()).toEqual(OLD);
  alice.event(NEW);
  alice.list(OLD, 0);
  expect(alice.known()).toEqual(NEW);
});

test('of two changes the one that was asked for last counts, and an event counts more than both', async () => {
  const alice = page();
  const changes = [
    alice.silences.silence(BOB, 'always'),
    alice.silences.silence(BOB, null),
    alice.lifetimes.choose(BOB, 60),
    alice.lifetimes.choose(BOB, null),
    alice.arrangements.pin(BOB, true),
    alice.arrangements.pin(BOB, false),
  ];
  const [loud, silent] = [NEW, OLD];
  const each = alice.asks.map(({ settle }, i) => ({ settle, answer: i % 2 === 0 ? silent : loud }));
  for (const { settle, answer } of each.reverse()) await settle(answer);
  await Promise.all(changes);
  expect(alice.known()).toEqual(NEW);
  alice.asks.length = 0;
  const again = [
    alice.silences.silence(BOB, null),
    alice.lifetimes.choose(BOB, null),
    alice.arrangements.pin(BOB, false),
  ];
  // Her other device silenced, and was answered first or last: its event, or that of this change, is the last.
  alice.event(OLD);
  for (const { settle } of alice.asks) await settle(NEW);
  await Promise.all(again);
  expect(alice.known()).toEqual(OLD);
});

test('a mark that is taken away does not come back with a list from before', async () => {
  const alice = page();
  alice.list(OLD, alice.askForList());
  const asked = alice.askForList();
  alice.arrangements.unmark(BOB);
  alice.list(OLD, asked);
  expect(alice.arrangements.of(BOB).unread).toBe(false);
  await alice.asks[0]?.settle({ ...OLD, unread: false });
  expect(alice.arrangements.of(BOB)).toEqual({ pinned: true, archived: true, unread: false });
});
