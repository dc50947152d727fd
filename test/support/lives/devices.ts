// Devices that come and go, lose the line and have it again, die in the middle and lose what they kept;
// and what the operator does, with what becomes of everybody's pages by that.
import type { Act, Circle } from './circle';
import { hour_ms } from './circle';
import { stillHere } from './kept-here';
import type { Marks, Met, Seat, Someone } from './people';
import { copyOf, online, openSeat, reopen } from './people';

const devices_max = 3;

const createPages = ({ pick, random, server }: Circle) => {
  const restart: Act = async (one) => {
    const seat = pick(one.seats);
    await seat.device.pass(random(2) * 1_000);
    await reopen(server, one, seat);
  };
  const come: Act = async (one) => {
    if (one.seats.length >= devices_max || random(4) > 0) return;
    one.seats.push(await openSeat(server, one));
  };
  const go: Act = async (one) => {
    const here = online(one);
    if (here.length < 2 || random(3) > 0) return;
    const seat = pick(here);
    one.seats.splice(one.seats.indexOf(seat), 1);
    await seat.device.app.session.logout();
    seat.device.close();
    const rest = await stillHere(seat, one);
    if (rest.length > 0) throw new Error(`of ${one.email} stays after signing out: ${rest}`);
  };
  /** From one of her devices the session of another is ended. */
  const end: Act = async (one) => {
    const [own, other] = [pick(online(one)), pick(one.seats)];
    if (own === undefined || own === other || random(2) > 0) return;
    const { session, keys } = own.device.app;
    const kid = (await other.device.app.keys.copies.deviceKey())?.kid ?? '';
    const id = keys.identity()?.devices[kid]?.session_id;
    // A restore ends those that nobody has heard of since.
    const all = await session.devices();
    if (!all.some((each) => each.id === id)) return;
    await session.endDevice(id ?? 0);
    other.wasEnded = true;
    await own.device.idle();
    if (other.line.isCut) return;
    await other.device.settled();
    await reopen(server, one, other);
  };
  const loseStore: Act = async (one) => {
    const seat = pick(online(one));
    if (seat === undefined || random(2) > 0) return;
    await seat.device.kept.stores.clear();
    await seat.device.pass(hour_ms);
    // This page keeps nothing any more; the next one does.
    await reopen(server, one, seat);
  };
  return { restart, come, go, end, loseStore };
};

const createLines = (
  { pick, server }: Circle,
  dieSaying: (one: Someone, seat: Seat) => unknown,
) => {
  const cut: Act = async (one) => {
    const here = online(one);
    const seat = pick(here);
    // Of several devices one knows the newest.
    if (seat === undefined || (here.length === 1 && one.seats.length > 1)) return;
    await seat.device.pass(1_000);
    seat.line.isCut = true;
    await seat.device.loseLine();
  };
  const back: Act = async (one) => {
    const seat = pick(one.seats.filter(({ line }) => line.isCut));
    if (seat === undefined) return;
    seat.line.isCut = false;
    await seat.device.pass(hour_ms);
    // Its session was ended meanwhile, or forgotten by a restore.
    if (seat.device.left.length > 0) await reopen(server, one, seat);
    await seat.device.reached();
  };
  const die: Act = async (one) => {
    const seat = pick(one.seats);
    await dieSaying(one, seat);
    await reopen(server, one, seat);
  };
  return { cut, back, die };
};

const createOperation = (circle: Circle) => {
  const { server, seats, people, random, record } = circle;
  let known: number[] = [];
  let saved: { met: Met; marks: Marks }[] = [];
  const backup: Act = async () => {
    if (random(4) > 0) return;
    await server.backup();
    known = people.map(({ id }) => id);
    record.save();
    saved = people.map(({ met, marks }) => ({ met: copyOf(met), marks: new Map(marks) }));
    await circle.pass(hour_ms);
  };
  const restore: Act = async () => {
    // Nobody is left behind, and nobody who left comes back.
    const isSame = people.map(({ id }) => id).join() === known.join();
    if (!isSame || random(6) > 0) return;
    await server.restore();
    record.restore();
    for (const [at, one] of people.entries()) {
      one.keys += 1;
      one.names += 1;
      one.met = copyOf(saved[at]?.met ?? new Map());
      one.marks = new Map(saved[at]?.marks);
    }
    await circle.pass(hour_ms);
    // Whoever has no line hears of it later.
    for (const { one, seat } of seats()) await reopen(server, one, seat);
    await circle.pass(hour_ms);
  };
  const wait: Act = () => circle.pass(hour_ms);
  return { backup, restore, wait };
};

export const createDevices = (
  circle: Circle,
  dieSaying: (one: Someone, seat: Seat) => Promise<void>,
) => ({
  ...createPages(circle),
  ...createLines(circle, dieSaying),
  ...createOperation(circle),
});
