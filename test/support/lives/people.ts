// The people of random lives: each has devices that come and go, and remembers what was read there.
import type { Device } from '../hostile/device';
import { openDevice } from '../hostile/device';
import type { Kept } from '../hostile/kept';
import { newKept } from '../hostile/kept';
import type { Operated } from './operated';

/** What somebody has read of a friend on one device: how often key and name had changed by then. */
export interface Read {
  keys: number;
  names: number;
}

/** By friend: the keys that a vault has of them. */
export type Met = Map<number, Set<string>>;

export const copyOf = (met: Met): Met => new Map([...met].map(([id, keys]) => [id, new Set(keys)]));

/** A mark of trust, to which key; null if a decision took it away. `at` tells the latest decision. */
interface Mark {
  how: 'compared' | 'link' | null;
  key_id: string;
  at: number;
}

/** By friend: the marks that a vault has. */
export type Marks = Map<number, Mark>;

/** What of a browser stays when its page is closed. */
interface Browser {
  kept: Kept;
  /** Whether it reaches the server. */
  line: { isCut: boolean };
  /** How far it is ahead of the right time. */
  clock: { off_ms: number };
}

/** A browser of somebody's; the page in it may be another one by now. */
export interface Seat extends Browser {
  device: Device;
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
  marks: Marks;
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
  /** Hers, as a device with a line had it at last. */
  key: string;
  /**
   * What her vault at the server has: the keys that were the newest while a device of hers, which had
   * met the friend, had a line. A restore takes away what no device brings back.
   */
  met: Met;
  /** The same of the marks of trust. */
  marks: Marks;
  /** How often she decided about somebody. */
  decisions: number;
}

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:1';

const newBrowser = (): Browser => ({
  kept: newKept(),
  line: { isCut: false },
  clock: { off_ms: 0 },
});

const openIn = (server: Operated, { kept, line, clock }: Browser, path = '/'): Device =>
  openDevice(() => (line.isCut ? NOWHERE : server.url()), kept, {
    path,
    time: server.time.onDevice(clock),
  });

const newSeat = (device: Device, browser: Browser, restores: number): Seat => ({
  ...{ ...browser, device, restores },
  ...{ read: new Map(), drafts: new Map(), met: new Map(), marks: new Map() },
  ...{ owed: [], wasEnded: false },
});

/** Those that reach the server: what they know is the newest. */
export const online = ({ seats }: Someone): Seat[] => seats.filter(({ line }) => !line.isCut);

/** What nobody heard the end of while its page was closed is no one's. */
const enter = async (device: Device): Promise<void> => {
  await device.app.session.start();
  await device.idle();
};

/** Somebody new; `path` is the link that brought them. */
export const signUp = async (server: Operated, name: string, path = '/'): Promise<Someone> => {
  const browser = newBrowser();
  const device = openIn(server, browser, path);
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
    seats: [newSeat(device, browser, 0)],
    friends: [],
    ...{ keys: 0, names: 0, key: device.app.keys.ownKeyId() },
    ...{ marks: new Map(), met: new Map(), decisions: 0 },
  };
};

/** Whoever is signed in no more, or can not be without the server, signs in again. */
const openPage = async (
  server: Operated,
  browser: Browser,
  { email, password }: Someone,
): Promise<Device> => {
  let device = openIn(server, browser);
  await enter(device);
  // It was painted from what is kept here, and then the server said that the session is over.
  if (device.left.length > 0) {
    device.close();
    device = openIn(server, browser);
    await enter(device);
  }
  if (device.app.screen.phase.value !== 'ready') {
    browser.line.isCut = false;
    await device.app.session.login(email, password);
  }
  await device.idle();
  return device;
};

/** The page is closed, and loaded again in the same browser. */
export const reopen = async (server: Operated, one: Someone, seat: Seat): Promise<void> => {
  seat.device.close();
  seat.device = await openPage(server, seat, one);
};

export const openSeat = async (server: Operated, one: Someone): Promise<Seat> => {
  const browser = newBrowser();
  return newSeat(await openPage(server, browser, one), browser, server.restores());
};

/** A mark is given to a friend's key, or taken away: all of hers with a line hear of it. */
export const decide = (
  one: Someone,
  friend: Someone,
  how: Mark['how'],
  key_id: string | undefined,
): void => {
  one.decisions += 1;
  const mark = { how, key_id: key_id ?? '', at: one.decisions };
  for (const { marks } of [one, ...online(one)]) marks.set(friend.id, mark);
};

export const befriend = (one: Someone, other: Someone): void => {
  one.friends.push(other);
  other.friends.push(one);
};
