// What somebody decides after a restore of the server, on a device that has its vault from the backup:
// it is the later word, though the numbers of that vault are lower than those of before.
import { expect, setDefaultTimeout, test } from 'bun:test';
import type { Operated } from '../../support/lives/operated';
import { startOperated } from '../../support/lives/operated';
import type { Seat, Someone } from '../../support/lives/people';
import { openSeat, reopen, signUp } from '../../support/lives/people';
import { befriend, login } from '../../support/person';
import { inTime } from '../../support/timing';

setDefaultTimeout(300_000);

const hour_ms = 3_600_000;
const seatOf = ({ seats: [seat] }: Someone): Seat => seat as Seat;
const ownKeyOf = ({ device }: Seat): string => device.app.keys.ownKeyId();

/** Alice and bob, whose devices are told of each other, and a backup of that. */
const friendsAt = async (server: Operated) => {
  const [alice, bob] = [await signUp(server, 'alice'), await signUp(server, 'bob')];
  await befriend(
    await login(server.url(), 'alice', alice.password),
    await login(server.url(), 'bob', bob.password),
  );
  for (const { device } of [seatOf(alice), seatOf(bob)]) await device.settled();
  await seatOf(alice).device.app.actions.openConversation(bob.id);
  for (const { device } of [seatOf(alice), seatOf(bob)]) await device.pass(hour_ms);
  await server.backup();
  for (const { device } of [seatOf(alice), seatOf(bob)]) await device.reached();
  return { alice, bob, phone: seatOf(alice), bobs: seatOf(bob) };
};

/** The phone has no line while the server is restored; bob has, and is there again. */
const restoreWithout = async (server: Operated, phone: Seat, bob: Someone): Promise<void> => {
  phone.line.isCut = true;
  await phone.device.loseLine();
  await server.restore();
  await reopen(server, bob, seatOf(bob));
};
const comeBack = async (server: Operated, alice: Someone, phone: Seat): Promise<void> => {
  phone.line.isCut = false;
  await phone.device.pass(hour_ms);
  if (phone.device.left.length > 0) await reopen(server, alice, phone);
  await phone.device.reached();
};
const decided = ({ device: { app } }: Seat, friend: Someone) => {
  const { how, key_id } = app.pins.pinOf(friend.id) ?? {};
  const { keys } = app;
  return {
    ...{ how, key_id, own: keys.ownKeyId(), called: keys.nicknames.value[friend.id] },
    isAsked: keys.mustDecide(friend.id),
  };
};

test('what is decided after a restore stands when a device comes back that decided otherwise before', async () => {
  await using server = await startOperated();
  const { alice, bob, phone, bobs } = await friendsAt(server);
  {
    const { actions, keys, session } = phone.device.app;
    for (const name of ['one', 'two', 'three', 'four', 'five'])
      await keys.setNickname(bob.id, name);
    await session.changeKey();
    await actions.acceptKey(bob.id, ownKeyOf(bobs));
    expect(decided(phone, bob)).toMatchObject({ how: 'accepted', called: 'five', isAsked: false });
  }
  await restoreWithout(server, phone, bob);
  const laptop = await openSeat(server, alice);
  const { actions, keys, session } = laptop.device.app;
  await bobs.device.app.session.changeKey();
  await laptop.device.settled();
  await actions.acceptKey(bob.id, ownKeyOf(bobs));
  const number = await actions.safetyNumber(bob.id);
  await actions.compared(bob.id, number?.key_id ?? '');
  await keys.setNickname(bob.id, 'dear bob');
  await session.changeKey();
  const meant = decided(laptop, bob);
  expect(meant).toEqual({
    ...{ how: 'compared', key_id: ownKeyOf(bobs), own: ownKeyOf(laptop) },
    ...{ called: 'dear bob', isAsked: false },
  });
  expect(meant.own).not.toBe(ownKeyOf(phone));
  await comeBack(server, alice, phone);
  await laptop.device.settled();
  for (const seat of [phone, laptop]) expect(decided(seat, bob)).toEqual(meant);
  const sent = await phone.device.app.actions.send(bob.id, 'it goes', null);
  await inTime(sent.sent, 20_000);
  for (const { device } of [phone, laptop, bobs]) device.close();
});
