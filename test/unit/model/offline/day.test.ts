// The calendar of a conversation without a network: it goes to the day by what is kept, and says since
// when that is.
import { expect, test } from 'bun:test';
import { openBob, textsOf } from '../../../support/fake-client';
import { BOB, fakeServer } from '../../../support/fake-server';
import { away, comeBack, openKeepingBrowser, written } from '../../../support/keeping-browser';

const day_ms = 86_400_000;
const begin = Date.parse('2026-01-01T12:00:00.000Z');
const midnight = (day: number) => Date.parse('2026-01-01T00:00:00.000Z') + day * day_ms;

/** A message a day, of which so many pages are kept. */
const openKept = async (days: number, isBackfilled: boolean) => {
  const server = fakeServer();
  for (let day = 0; day < days; day += 1) {
    const message = server.says(`of day ${day}`);
    message.timestamp = new Date(begin + day * day_ms).toISOString();
  }
  const first = await openKeepingBrowser(server);
  first.tab.part.usedAt = () => (isBackfilled ? 0 : first.clock.now());
  await openBob(first.app);
  await first.clock.pass(2_000);
  await written(first.clock);
  const refused = away(server);
  const { app } = await comeBack(server, first);
  await openBob(app);
  await written(first.clock);
  return { app, clock: first.clock, [Symbol.dispose]: () => refused[Symbol.dispose]() };
};

test('a day is gone to by what is kept: the day itself, the next one with a message, the newest', async () => {
  using kept = await openKept(120, true);
  const { app, clock } = kept;
  const placeOf = async (day: number): Promise<string | undefined> => {
    expect(await app.actions.toDay(BOB, midnight(day))).toBeNull();
    await written(clock);
    const { id } = app.screen.place.value ?? {};
    return app.windows.timelineOf(BOB).items.find((item) => item.id === id)?.text;
  };
  expect(await placeOf(3)).toBe('of day 3');
  expect(textsOf(app)).toContain('of day 4');
  expect(await placeOf(-10)).toBe('of day 0');
  expect(await placeOf(60)).toBe('of day 60');
  // Far in the window, and then to the newest, behind which nothing follows.
  expect(await placeOf(119)).toBe('of day 119');
  expect(await placeOf(5)).toBe('of day 5');
  expect(await placeOf(400)).toBe('of day 119');
});

test('a day before what is kept is not gone to, and it is said since when it is kept', async () => {
  using kept = await openKept(120, false);
  const { app } = kept;
  const [oldest] = textsOf(app);
  const since_ms = await app.actions.toDay(BOB, midnight(3));
  expect(since_ms).toBe(begin + Number(oldest?.replace('of day ', '')) * day_ms);
  expect(app.screen.place.value).toBeNull();
});
