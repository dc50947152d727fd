// Calls in any order, held to a model. `CHAT8_SEED` lives the same life again.
import { expect, test } from 'bun:test';
import {
  createFuzz,
  DEVICES,
  type Fuzz,
  liveByModel,
  NAMES,
  pickerFrom,
  sends,
} from '../../support/calls/fuzz';
import { type Model, personOf } from '../../support/calls/model';

const seed = Number(process.env.CHAT8_SEED ?? 20_261_127);
const runs = 20;

const PAIRS = [
  ['alice', 'bob'],
  ['alice', 'carol'],
  ['bob', 'carol'],
] as const;

type Entry = { id: string; outcome: string };

/** What each call between two people left, the oldest first. */
const left = async (fuzz: Fuzz, me: string, other: string): Promise<Entry[]> => {
  const all: Entry[] = [];
  let before = 999_999_999_999_999;
  for (;;) {
    const path = `/messages/${fuzz.personOf(other).id}?limit=1000&before=${before}`;
    const { body } = await fuzz.api(me, 'GET', path);
    all.push(...body.data.messages.map(({ call }: { call: Entry }) => call));
    before = body.data.pagination.next_before;
    if (before === null) return all.reverse();
  }
};

/** Of all pairs, the oldest of each first. */
const allLeft = (fuzz: Fuzz): Promise<Entry[][]> =>
  Promise.all(PAIRS.map(([me, other]) => left(fuzz, me, other)));

/** The memory and the database have the same calls, and nobody is in two. */
const mustAgree = ({ world }: Fuzz): void => {
  const { liveCalls, calls } = world();
  const shown = [...liveCalls.all()].map(({ id, callee }) => [id, callee !== undefined]);
  const kept = calls.allLive().map(({ id, accepted_at }) => [id, accepted_at !== null]);
  expect(shown.toSorted()).toEqual(kept.toSorted());
  const running = [...liveCalls.all()].flatMap(({ caller, callee }) =>
    callee === undefined ? [] : [caller.user_id, callee.user_id],
  );
  expect(new Set(running).size).toBe(running.length);
  const seated = [...liveCalls.all()].flatMap((call) =>
    liveCalls.sides(call).flatMap(({ device }) => device ?? []),
  );
  expect(new Set(seated).size).toBe(seated.length);
};

/** Of each call what it did in its order; calls are beside each other in any. */
const byCall = (heard: string[]) =>
  Object.groupBy(heard, (line) => line.slice(0, line.indexOf(' ')));

/** `before` has what was left before this life. */
const mustBeLike = async (fuzz: Fuzz, model: Model, before: Entry[][]) => {
  for (const name of DEVICES) {
    const heard = byCall(fuzz.deviceOf(name).heard);
    expect([name, heard]).toEqual([name, byCall(model.heard.get(name) ?? [])]);
  }
  expect([...fuzz.world().liveCalls.all()].map(({ id }) => id).toSorted()).toEqual(
    [...model.live.keys()].toSorted(),
  );
  mustAgree(fuzz);
  const after = await allLeft(fuzz);
  const theirs = await Promise.all(PAIRS.map(([me, other]) => left(fuzz, other, me)));
  expect(theirs).toEqual(after);
  const fresh = after.flatMap((entries, pair) => entries.slice(before[pair]?.length));
  // One message a call.
  expect(new Set(fresh.map(({ id }) => id)).size).toBe(fresh.length);
  const busy = fresh.filter(({ outcome }) => outcome === 'busy');
  expect(busy).toHaveLength(model.busy.length);
  const told = fresh.filter(({ outcome }) => outcome !== 'busy');
  expect(told.map(({ id, outcome }) => [id, outcome]).toSorted()).toEqual(
    [...model.outcomes].toSorted(),
  );
};

/** The next life begins with nobody in a call. */
const hangUp = async (fuzz: Fuzz): Promise<void> => {
  for (const { id } of [...fuzz.world().liveCalls.all()]) {
    for (const name of DEVICES) {
      await sends(fuzz, name, 'call_hangup', { call_id: id });
      await sends(fuzz, name, 'call_cancel', { call_id: id });
    }
  }
  fuzz.clock.advance(20_000);
  while ([...fuzz.world().liveCalls.all()].length > 0) await Bun.sleep(20);
  await fuzz.settle();
  for (const name of DEVICES) {
    fuzz.deviceOf(name).heard.length = 0;
    fuzz.deviceOf(name).tokens.clear();
  }
};

test(`${runs} lives of calls, in any order, are those of the model`, async () => {
  await using fuzz = await createFuzz();
  for (let run = 0; run < runs; run += 1) {
    try {
      const before = await allLeft(fuzz);
      const model = await liveByModel(fuzz, seed + run, 60);
      await mustBeLike(fuzz, model, before);
      await hangUp(fuzz);
    } catch (error) {
      throw new Error(`the life of seed ${seed + run}`, { cause: error });
    }
  }
}, 300_000);

test('whatever all do at the same moment, nobody is in two calls, and both hear the same end', async () => {
  await using fuzz = await createFuzz();
  const pick = pickerFrom(seed);
  const FRAMES = ['call_accept', 'call_reject', 'call_cancel', 'call_hangup'] as const;
  for (let round = 0; round < 60; round += 1) {
    const ids = [...fuzz.world().liveCalls.all()].map(({ id }) => id);
    const acts = Array.from({ length: 12 }, () => {
      const name = pick(DEVICES);
      if (ids.length === 0 || pick([true, false, false])) {
        const to = pick(NAMES.filter((other) => other !== personOf(name)));
        return sends(fuzz, name, 'voice_call_invite', { user_id: fuzz.personOf(to).id });
      }
      return sends(fuzz, name, pick(FRAMES), { call_id: pick(ids) });
    });
    const answers = await Promise.all(acts);
    for (const { answer } of answers) expect(answer).toMatch(/^(ack|CALL_00[12])$/);
    mustAgree(fuzz);
  }
  const running = [...fuzz.world().liveCalls.all()];
  for (const { id } of running) {
    for (const name of DEVICES) await sends(fuzz, name, 'call_hangup', { call_id: id });
    for (const name of DEVICES) await sends(fuzz, name, 'call_cancel', { call_id: id });
  }
  await fuzz.settle();
  const ends = new Map<string, string[]>();
  for (const name of DEVICES) {
    const lines = Object.entries(byCall(fuzz.deviceOf(name).heard));
    for (const [id, heard = []] of lines) {
      const isIn = heard.some((line) => line.endsWith('call_accepted'));
      const over = heard.filter((line) => line.includes('call_ended'));
      // Every device that has a call, or at which it rang, hears one end.
      expect([name, id, heard, over.length]).toEqual([name, id, heard, 1]);
      if (isIn) ends.set(id, [...(ends.get(id) ?? []), ...over]);
    }
  }
  for (const [id, both] of ends) expect([id, both]).toEqual([id, [both[0], both[0]] as string[]]);
  expect(ends.size).toBeGreaterThan(5);
  const entries = (await allLeft(fuzz)).flat();
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  for (const id of ends.keys()) {
    expect(entries.find((entry) => entry.id === id)?.outcome).toBe('answered');
  }
}, 300_000);
