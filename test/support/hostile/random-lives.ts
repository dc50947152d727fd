// Lives at an honest server, by a seed: devices that come and go, keys that change, names, races.
import { befriend, login } from '../person';
import type { Server } from '../server';
import type { Device } from './device';
import { openDevice } from './device';

/** mulberry32: the same lives for the same seed. */
const randomFrom = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

interface Someone {
  name: string;
  id: number;
  devices: Device[];
}

const devices_max = 3;
const passwordOf = (name: string) => `${name} likes tea and toast`;

const signUp = async (url: () => string, name: string): Promise<Someone> => {
  const device = openDevice(url);
  const { session, account } = device.app;
  await session.start();
  const names = { username: name, email: `${name}@example.org` };
  await session.register({ ...names, password: passwordOf(name) });
  await session.recovered();
  await device.idle();
  return { name, id: account.userId(), devices: [device] };
};

/** What alarms somebody: with an honest server there is none of it. */
const alarmsOf = ({ app }: Device, other: Someone): string[] => [
  ...app.notices.notices.value.map(({ kind }) => `the vault: ${kind}`),
  ...(app.pins.pinOf(other.id)?.disputed ? ['two keys of one friend'] : []),
  ...app.windows
    .timelineOf(other.id)
    .items.filter(({ trouble }) => trouble !== null)
    .map(({ id, trouble }) => `message ${id} is ${trouble?.reason}`),
];

export const liveAtRandom = async (server: Server, seed: number, steps: number) => {
  const random = randomFrom(seed);
  const url = () => server.url;
  const people = [await signUp(url, 'alice'), await signUp(url, 'bob')] as const;
  const [alice, bob] = people;
  await befriend(
    await login(server.url, 'alice', passwordOf('alice')),
    await login(server.url, 'bob', passwordOf('bob')),
  );
  const pick = <Value>(all: readonly Value[]): Value => all[random(all.length)] as Value;
  const otherOf = (one: Someone) => (one === alice ? bob : alice);
  const idle = async () => {
    for (const { devices } of people) for (const device of devices) await device.idle();
  };
  const open = async (device: Device, other: Someone) => {
    await device.app.actions.openConversation(other.id);
    await device.idle();
  };
  const say = async (one: Someone) => {
    const device = pick(one.devices);
    await open(device, otherOf(one));
    const { sent } = await device.app.actions.send(otherOf(one).id, `says ${random(1e9)}`, null);
    await sent;
  };
  const acts: Record<string, (one: Someone) => Promise<unknown>> = {
    say,
    async edit(one) {
      const device = pick(one.devices);
      await open(device, otherOf(one));
      const own = device.app.windows
        .timelineOf(otherOf(one).id)
        .items.findLast(({ sender_id, state }) => sender_id === one.id && state === 'sent');
      if (own) await device.app.actions.edit(own, `corrects ${random(1e9)}`);
    },
    async restart(one) {
      const at = random(one.devices.length);
      const before = one.devices[at] as Device;
      before.close();
      const device = openDevice(url, before.kept);
      one.devices[at] = device;
      await device.app.session.start();
    },
    async come(one) {
      if (one.devices.length >= devices_max || random(4) > 0) return;
      const device = openDevice(url);
      await device.app.session.start();
      await device.app.session.login(one.name, passwordOf(one.name));
      one.devices.push(device);
    },
    async go(one) {
      if (one.devices.length < 2 || random(3) > 0) return;
      const [device] = one.devices.splice(random(one.devices.length), 1);
      await device?.app.session.logout();
      device?.close();
    },
    async changeKey(one) {
      if (random(4) === 0) await pick(one.devices).app.session.changeKey();
    },
    race: (one) => Promise.all([say(one), say(otherOf(one)), say(one)]),
  };
  const names = Object.keys(acts);
  for (let step = 0; step < steps; step += 1) {
    const [name, one] = [pick(names), pick(people)];
    await acts[name]?.(one);
    await idle();
    for (const each of people) {
      for (const device of each.devices) {
        const alarms = alarmsOf(device, otherOf(each));
        if (alarms.length > 0) {
          return [`step ${step}, ${one.name}: ${name}; ${each.name} sees`, ...alarms];
        }
      }
    }
  }
  for (const { devices } of people) for (const device of devices) device.close();
  return [];
};
