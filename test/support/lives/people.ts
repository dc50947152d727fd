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

/** A browser of somebody's; the page in it may be another one by now. */
export interface Seat {
  device: Device;
  read: Map<number, Read>;
  /** How many restores this device was told of. */
  restores: number;
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
  /** By friend: the mark of trust that was given, and to which key. */
  marks: Map<number, { how: 'compared' | 'link'; key_id: string }>;
}

export const newSeat = (device: Device, restores: number): Seat => ({
  device,
  read: new Map(),
  restores,
});

/** What nobody heard the end of while its page was closed is no one's. */
const enter = async (device: Device): Promise<void> => {
  await device.app.session.start();
  await device.idle();
};

/** Somebody new; `path` is the link that brought them. */
export const signUp = async (url: () => string, name: string, path = '/'): Promise<Someone> => {
  const device = openDevice(url, newKept(), { path });
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
    seats: [newSeat(device, 0)],
    friends: [],
    ...{ keys: 0, names: 0 },
    marks: new Map(),
  };
};

/** The page is loaded in this browser; whoever is signed in no more signs in again. */
export const openPage = async (
  url: () => string,
  { email, password }: Someone,
  kept: Kept = newKept(),
): Promise<Device> => {
  let device = openDevice(url, kept);
  await enter(device);
  // It was painted from what is kept here, and then the server said that the session is over.
  if (device.left.length > 0) {
    device.close();
    device = openDevice(url, kept);
    await enter(device);
  }
  if (device.app.screen.phase.value !== 'ready') await device.app.session.login(email, password);
  await device.idle();
  return device;
};

export const befriend = (one: Someone, other: Someone): void => {
  one.friends.push(other);
  other.friends.push(one);
};
