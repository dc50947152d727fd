// Each device opens the vault by a slot of its own, which goes with its session and not before.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { day_ms } from '../../src/protocol/limits';
import type { Device } from '../support/hostile/device';
import { openDevice } from '../support/hostile/device';
import { createTime } from '../support/lives/time';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

const password = 'alice likes tea and toast';
/** No session lives on without a word for so long. */
const long_ms = 15 * day_ms;

/** Alice's phone and her laptop, on which she signed in anew after their sessions had ended. */
const scene = async () => {
  const time = createTime();
  const server = await startServer({}, time);
  const open = async (before?: Device): Promise<Device> => {
    before?.close();
    const onTime = { time: time.onDevice({ off_ms: 0 }) };
    const device = openDevice(() => server.url, before?.kept, onTime);
    await device.app.session.start();
    await device.idle();
    return device;
  };
  const signIn = async (before?: Device): Promise<Device> => {
    const device = await open(before);
    await device.app.session.login('alice', password);
    await device.idle();
    return device;
  };
  const first = await open();
  await first.app.session.register({ username: 'alice', email: '', password });
  await first.app.session.recovered();
  await first.idle();
  const second = await signIn();
  time.move(long_ms);
  // The first page of each hears that the session is over, and leaves for the one that asks.
  const [phone, laptop] = [await signIn(await open(first)), await signIn(await open(second))];
  // As the server does every hour.
  await server.world.ledger.write(({ now }) => server.world.sessions.sweep(now));
  const close = async () => {
    for (const device of [phone, laptop]) device.close();
    await server[Symbol.asyncDispose]();
  };
  return { time, open, phone, laptop, [Symbol.asyncDispose]: close };
};

test('a device on which its owner signed in anew opens by its slot days later', async () => {
  await using alice = await scene();
  let { phone } = alice;
  for (let looks = 0; looks < 2; looks += 1) {
    phone = await alice.open(phone);
    alice.time.move(day_ms + 1);
  }
  phone.close();
  using laptop = await alice.open(alice.laptop);
  expect(laptop.app.screen.phase.value).toBe('ready');
  expect(laptop.app.notices.notices.value).toEqual([]);
});

test('its slot goes when the session in which she signed in anew is ended from elsewhere', async () => {
  await using alice = await scene();
  using phone = await alice.open(alice.phone);
  const sessions = await phone.app.session.devices();
  expect(sessions).toHaveLength(2);
  const [laptop] = sessions.filter(({ current }) => !current);
  const slotsOf = () =>
    phone.app.keys.identity()?.slots.filter((kid) => kid.startsWith('device:')) ?? [];
  expect(slotsOf()).toHaveLength(2);
  await phone.app.session.endDevice(laptop?.id ?? 0);
  expect(slotsOf()).toEqual([(await phone.app.keys.copies.deviceKey())?.kid ?? '']);
});
