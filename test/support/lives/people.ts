// The people of random lives: each has devices that come and go, and remembers what was read there.
import type { Device } from '../hostile/device';
import { openDevice } from '../hostile/device';
import type { Kept } from '../hostile/kept';
import { newKept } from '../hostile/kept';

/** What somebody has read of a friend on one device: how often key and name had changed by then. */
export interface Read {
  keys: number;
  names: number;
}

/** By friend: the keys that a vault has of them. */
export type Met = Map<number, Set<string>>;

export const copyOf = (met: Met): Met => new Map([...met].map(([id, keys]) => [id, new Set(keys)]));

/** A browser of somebody's; the page in it may be another one by now. */
export interface Seat {
  device: Device;
  /** Whether it reaches the server. */
  line: { isCut: boolean };
  read: Map<number, Read>;
  /** What was typed and not sent, by whom it is for. */
  drafts: Map<number, string>;
  /** What comes true once it has told the server what was done without a line. */
  owed: (() => void)[];
  /** Its session was ended from elsewhere, which it has not said yet. */
  wasEnded: boolean;
  /** How many restores this device was told of. */
  restores: number;
  /** What the vault that is kept here has, whatever becomes of the server's. */
  met: Met;
}

export interface Someone {
  id: number;
  email: string;
  password: string;
  seats: Seat[];
  friends: Someone[];
  /** How often the key, and the name, became another one; a restore may be both. */
  keys: number;
  names: number;
  /**
   * What her vault at the server has: the keys that were the newest while a device of hers, which had
   * met the friend, had a line. A restore takes away what no device brings back.
   */
  met: Met;
  /** By friend: the mark of trust that was given, and to which key. */
  marks: Map<number, { how: 'compared' | 'link'; key_id: string }>;
}

type Line = Seat['line'];
/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:1';
const through = (url: () => string, line: Line) => () => (line.isCut ? NOWHERE : url());

const newSeat = (device: Device, line: Line, restores: number): Seat => ({
  ...{ device, line, restores },
  ...{ read: new Map(), drafts: new Map(), met: new Map(), owed: [], wasEnded: false },
});

/** Those that reach the server: what they know is the newest. */
export const online = ({ seats }: Someone): Seat[] => seats.filter(({ line }) => !line.isCut);

/** What nobody heard the end of while its page was closed is no one's. */
const enter = async (device: Device): Promise<void> => {
  await device.app.session.start();
  await device.idle();
};

/** Somebody new; `path` is the link that brought them. */
export const signUp = async (url: () => string, name: string, path = '/'): Promise<Someone> => {
  const line = { isCut: false };
  const device = openDevice(through(url, line), newKept(), { path });
  const { session, account } = device.app;
  const email = `${name}@example.org`;
  const password = `${name} likes tea and toast`;
  await enter(device);
  await session.register({ username: name, email, password });
  await session.recovered();
  await device.idle();
  return {
    id: account.userId(),
    ...{ email, password },
    seats: [newSeat(device, line, 0)],
    friends: [],
    ...{ keys: 0, names: 0 },
    ...{ marks: new Map(), met: new Map() },
  };
};

/** Whoever is signed in no more, or can not be without the server, signs in again. */
const openPage = async (
  url: () => string,
  line: Line,
  { email, password }: Someone,
  kept: Kept,
): Promise<Device> => {
  const open = () => openDevice(through(url, line), kept);
  let device = open();
  await enter(device);
  // It was painted from what is kept here, and then the server said that the session is over.
  if (device.left.length > 0) {
    device.close();
    device = open();
    await enter(device);
  }
  if (device.app.screen.phase.value !== 'ready') {
    line.isCut = false;
    await device.app.session.login(email, password);
  }
  await device.idle();
  return device;
};

/** The page is closed, and loaded again in the same browser. */
export const reopen = async (url: () => string, one: Someone, seat: Seat): Promise<void> => {
  seat.device.close();
  seat.device = await openPage(url, seat.line, one, seat.device.kept);
};

export const openSeat = async (
  url: () => string,
  one: Someone,
  restores: number,
): Promise<Seat> => {
  const line = { isCut: false };
  return newSeat(await openPage(url, line, one, newKept()), line, restores);
};

export const befriend = (one: Someone, other: Someone): void => {
  one.friends.push(other);
  other.friends.push(one);
};
