// Lives at an honest server, by a seed: devices that come and go, keys that change, comparisons, a
// link, names, a backup that is restored, and races.
import { ApiError } from '../../../src/web/model/net/api-error';
import { login, befriend as makeFriends } from '../person';
import { alarmsOf, readLines } from './alarms';
import type { Operated } from './operated';
import type { Seat, Someone } from './people';
import { befriend, newSeat, openPage, signUp } from './people';

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

const devices_max = 3;
/** Longer than anything that a client puts off. */
const hour_ms = 3_600_000;

const createCircle = async (server: Operated, seed: number) => {
  const { random, beginStep } = randomFrom(seed);
  const url = () => server.url();
  const [alice, bob] = [await signUp(url, 'alice'), await signUp(url, 'bob')];
  await makeFriends(
    await login(url(), 'alice', alice.password),
    await login(url(), 'bob', bob.password),
  );
  befriend(alice, bob);
  const people = [alice, bob];
  return {
    ...{ server, url, random, beginStep, people },
    pick: <Value>(all: readonly Value[]): Value => all[random(all.length)] as Value,
    seats: () => people.flatMap((one) => one.seats.map((seat) => ({ one, seat }))),
    async idle(): Promise<void> {
      // Twice: what one does when it hears of something is heard by the others. All at once: each
      // waits a moment for what may still come, and nine devices one after the other wait long.
      for (let round = 0; round < 2; round += 1) {
        await Promise.all(
          people.flatMap(({ seats }) => seats.map(({ device }) => device.settled())),
        );
      }
    },
    /** Lines that were never connected again come back, and what was put off is done. */
    async pass(ms: number): Promise<void> {
      await Promise.all(people.flatMap(({ seats }) => seats.map(({ device }) => device.pass(ms))));
    },
  };
};

type Circle = Awaited<ReturnType<typeof createCircle>>;
type Act = (one: Someone) => Promise<unknown>;

/** What is to be changed waits for a decision like what is to be sent, which nobody forgets. */
const unlessKeyChanged = (error: unknown): void => {
  if (!(error instanceof ApiError && error.code === 'KEY_CHANGED')) throw error;
};

const createTalk = ({ pick, random }: Circle) => {
  const open = async ({ device }: Seat, friend: Someone): Promise<void> => {
    await device.app.actions.openConversation(friend.id);
    await device.idle();
  };
  const say: Act = async (one) => {
    const [{ device }, friend] = [pick(one.seats), pick(one.friends)];
    await device.app.actions.openConversation(friend.id);
    const { sent } = await device.app.actions.send(friend.id, `says ${random(1e9)}`, null);
    await sent;
  };
  const edit: Act = async (one) => {
    const [seat, friend] = [pick(one.seats), pick(one.friends)];
    await open(seat, friend);
    const { app } = seat.device;
    const own = app.windows
      .timelineOf(friend.id)
      .items.findLast(({ sender_id, state }) => sender_id === one.id && state === 'sent');
    if (own) await app.actions.edit(own, `corrects ${random(1e9)}`).catch(unlessKeyChanged);
  };
  const race: Act = (one) => Promise.all([say(one), say(pick(one.friends)), say(one)]);
  return { say, edit, race };
};

/** Nobody changes keys a thousand times: from so many on the next is half as likely, and so on. */
const keys_often = 16;

const createTrust = ({ pick, people, random, url }: Circle) => {
  const compare: Act = async (one) => {
    const [{ device }, friend] = [pick(one.seats), pick(one.friends)];
    const { actions, keys } = device.app;
    const number = await actions.safetyNumber(friend.id);
    // She compares with care: only the key that her friend has now.
    const [theirs] = friend.seats;
    if (!number || number.key_id !== theirs?.device.app.keys.ownKeyId()) return;
    if (keys.mustDecide(friend.id)) return;
    await actions.compared(friend.id, number.key_id);
    one.marks.set(friend.id, { how: 'compared', key_id: number.key_id });
  };
  const changeKey: Act = async (one) => {
    if (random(1 + Math.floor(one.keys / keys_often)) > 0) return;
    one.keys += 1;
    await pick(one.seats).device.app.session.changeKey();
  };
  /** Carol comes by a link of somebody's, once. */
  const invite: Act = async (one) => {
    if (people.length > 2) return;
    const { device } = pick(one.seats);
    const made = await device.app.people.invite();
    const path = device.app.people.linkOf(made).replace(/^https?:\/\/[^/]+/, '');
    const carol = await signUp(url, 'carol', path);
    await device.idle();
    befriend(one, carol);
    people.push(carol);
    await Promise.all([device.idle(), carol.seats[0]?.device.idle()]);
    one.marks.set(carol.id, {
      how: 'link',
      key_id: carol.seats[0]?.device.app.keys.ownKeyId() ?? '',
    });
    carol.marks.set(one.id, { how: 'link', key_id: device.app.keys.ownKeyId() });
  };
  return { compare, changeKey, invite };
};

const createDevices = ({ pick, random, server, url }: Circle) => {
  const restart: Act = async (one) => {
    const seat = pick(one.seats);
    seat.device.close();
    seat.device = await openPage(url, one, seat.device.kept);
  };
  const come: Act = async (one) => {
    if (one.seats.length >= devices_max || random(4) > 0) return;
    one.seats.push(newSeat(await openPage(url, one), server.restores()));
  };
  const go: Act = async (one) => {
    if (one.seats.length < 2 || random(3) > 0) return;
    const [seat] = one.seats.splice(random(one.seats.length), 1);
    await seat?.device.app.session.logout();
    seat?.device.close();
  };
  const rename: Act = async (one) => {
    one.names += 1;
    const username = `somebody${random(1e9)}`;
    await pick(one.seats).device.app.account.rename({ username, email: one.email });
  };
  return { restart, come, go, rename };
};

/** What the operator does, and what becomes of everybody's pages by that. */
const createOperation = (circle: Circle) => {
  const { server, url, seats, people, random } = circle;
  let known = 0;
  const backup: Act = async () => {
    if (random(4) > 0) return;
    await server.backup();
    known = people.length;
    await circle.pass(hour_ms);
  };
  const restore: Act = async () => {
    // Nobody is left behind.
    if (known !== people.length || random(8) > 0) return;
    await server.restore();
    for (const one of people) {
      one.keys += 1;
      one.names += 1;
    }
    await circle.pass(hour_ms);
    for (const { one, seat } of seats()) {
      seat.device.close();
      seat.device = await openPage(url, one, seat.device.kept);
    }
    await circle.pass(hour_ms);
  };
  const wait: Act = () => circle.pass(hour_ms);
  return { backup, restore, wait };
};

/** Whoever lost the line has it again, and heard what was missed. */
const comeOnline = async ({ seats, idle }: Circle): Promise<void> => {
  let wereAway = false;
  for (const { seat } of seats()) {
    const { device } = seat;
    for (let tries = 0; tries < 5 && !device.app.isOnline.value; tries += 1) {
      wereAway = true;
      await device.pass(hour_ms);
    }
  }
  if (wereAway) await idle();
};

/** What alarms somebody after a step, with what they do about it. */
const look = async ({ seats, server, idle }: Circle): Promise<string[]> => {
  for (const { one, seat } of seats()) {
    for (const friend of one.friends) {
      const alarms = alarmsOf(seat, one, friend, server.restores());
      if (alarms.length > 0) return [`${one.email} sees of ${friend.email}`, ...alarms];
      // Her other devices hear of it before they are looked at.
      if (await readLines(seat, one, friend)) await idle();
    }
    seat.device.app.notices.dismiss('wentBack');
    seat.restores = server.restores();
  }
  return [];
};

/** `steps` are lived in their order: all from 0 on, or some that are enough to see something again. */
export const liveAtRandom = async (server: Operated, seed: number, steps: number[]) => {
  const circle = await createCircle(server, seed);
  const { beginStep, pick, people, seats, idle } = circle;
  const talk = createTalk(circle);
  const trust = createTrust(circle);
  const devices = createDevices(circle);
  const acts: Record<string, Act> = {
    ...{ ...talk, ...trust, ...devices, ...createOperation(circle) },
    changeMeanwhile: (one) => Promise.all([trust.changeKey(one), talk.say(pick(one.friends))]),
    renameMeanwhile: (one) => Promise.all([devices.rename(one), talk.race(pick(one.friends))]),
  };
  const names = Object.keys(acts);
  try {
    for (const step of steps) {
      beginStep(step);
      const [name, one] = [pick(names), pick(people)];
      await acts[name]?.(one);
      await idle();
      await comeOnline(circle);
      const alarms = await look(circle);
      if (alarms.length > 0) return [`step ${step}, ${one.email}: ${name}`, ...alarms];
    }
    return [];
  } finally {
    for (const { seat } of seats()) seat.device.close();
  }
};
