// Who lives random lives, at which server, and what decides what they do.
import { login, befriend as makeFriends } from '../person';
import type { Operated } from './operated';
import type { Someone } from './people';
import { befriend, online, signUp } from './people';
import { createRecord } from './record';

/** mulberry32: the same lives for the same seed, and in each step the same whatever was before. */
const randomFrom = (seed: number) => {
  let state = seed;
  const random = (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  const beginStep = (step: number): void => {
    state = (seed ^ Math.imul(step + 1, 0x9e3779b1)) | 0;
  };
  return { random, beginStep };
};

/** Longer than anything that a client puts off. */
export const hour_ms = 3_600_000;

export const createCircle = async (server: Operated, seed: number) => {
  const { random, beginStep } = randomFrom(seed);
  const [alice, bob] = [await signUp(server, 'alice'), await signUp(server, 'bob')];
  await makeFriends(
    await login(server.url(), 'alice', alice.password),
    await login(server.url(), 'bob', bob.password),
  );
  befriend(alice, bob);
  const people = [alice, bob];
  const devices = () => people.flatMap(({ seats }) => seats.map(({ device }) => device));
  await Promise.all(devices().map((device) => device.settled()));
  return {
    ...{ server, random, beginStep, people },
    record: createRecord(server.time),
    pick: <Value>(all: readonly Value[]): Value => all[random(all.length)] as Value,
    /** Those that reach the server. */
    seats: () => people.flatMap((one) => online(one).map((seat) => ({ one, seat }))),
    close: (): void => {
      for (const device of devices()) device.close();
    },
    async idle(): Promise<void> {
      // Twice: what one does when it hears of something is heard by the others. All at once: each
      // waits a moment for what may still come, and nine devices one after the other wait long.
      for (let round = 0; round < 2; round += 1) {
        await Promise.all(devices().map((device) => device.settled()));
      }
    },
    /** Lines that were never connected again come back, and what was put off is done, or is over. */
    async pass(ms: number): Promise<void> {
      server.time.move(ms);
      await server.expire();
      await Promise.all(devices().map((device) => device.pass(0)));
    },
  };
};

export type Circle = Awaited<ReturnType<typeof createCircle>>;
export type Act = (one: Someone) => Promise<unknown>;
