// A call on a phone that is locked: it rings by push, and is declined there.
import { expect, test } from 'bun:test';
import { callScene, done, ended, heard, outcomes } from '../../support/calls/scene';
import { manualClock } from '../../support/clock';
import { device, pushesSettled, startPushService } from '../../support/network/push-service';

const scene = async () => {
  const service = startPushService();
  const clock = manualClock();
  const it = await callScene(service.settings, clock);
  return {
    ...it,
    clock,
    phone: await device(service, it.bob),
    idle: () => pushesSettled(it.server),
    async [Symbol.asyncDispose]() {
      await it[Symbol.asyncDispose]();
      service[Symbol.dispose]();
    },
  };
};

test('it rings again every 6 s, under one tag, and stops as the call is accepted elsewhere', async () => {
  await using it = await scene();
  const { phone, clock, bobTablet } = it;
  const { call_id } = await it.rings('video');
  await phone.got(1);
  for (const ring of [2, 3]) {
    clock.advance(5_999);
    await Bun.sleep(450);
    await it.idle();
    expect(phone.raw()).toHaveLength(ring - 1);
    clock.advance(1);
    await phone.got(ring);
    await it.idle();
  }
  await done(bobTablet, 'call_accept', { call_id });
  const pushes = await phone.got(4);
  expect(pushes.map(({ chat8 }) => [chat8.kind, chat8.call_id])).toEqual([
    ...Array(3).fill(['call', call_id]),
    ['over', call_id],
  ]);
  expect(new Set(pushes.map(({ notification }) => notification.tag)).size).toBe(1);
  expect(phone.raw().map(({ headers }) => headers.get('ttl'))).toEqual(['45', '39', '33', '300']);
  clock.advance(12_000);
  await Bun.sleep(450);
  await it.idle();
  expect(phone.raw()).toHaveLength(4);
});

test('each end of the ringing ends it there', async () => {
  await using it = await scene();
  const { phone, clock, alicePhone, alice, bob } = it;
  const kinds = (from: number) =>
    phone
      .pushes()
      .slice(from)
      .map(({ chat8 }) => chat8.kind);
  const ends = [
    (call_id: string) => done(alicePhone, 'call_cancel', { call_id }),
    () => clock.advance(45_000),
    () => bob.delete(`/friends/${alice.id}`),
  ];
  for (const end of ends) {
    const before = phone.raw().length;
    const { call_id } = await it.rings();
    await phone.got(before + 1);
    await it.idle();
    await end(call_id);
    await phone.got(before + 2);
    expect([`${end}`, kinds(before)]).toEqual([`${end}`, ['call', 'over']]);
  }
});

test('a receipt that declines rejects that call, once, and no other', async () => {
  await using it = await scene();
  const { phone, alicePhone, bobPhone, alice, bob } = it;
  const { call_id } = await it.rings();
  const [push] = await phone.got(1);
  const push_id = String(push?.chat8.id);
  // That it was shown or opened rejects nothing, nor does what nobody signed.
  await phone.confirms(push_id);
  await phone.confirms(push_id, { clicked: true });
  await phone.confirms(push_id, { declined: false });
  await phone.confirms(`${push_id.slice(0, -1)}${push_id.endsWith('A') ? 'B' : 'A'}`, {
    declined: true,
  });
  await it.settled();
  expect(heard(alicePhone, call_id)).toEqual([]);
  expect((await phone.confirms(push_id, { declined: true })).status).toBe(200);
  for (const socket of [alicePhone, bobPhone, it.bobTablet]) {
    expect(await ended(socket, call_id)).toBe('rejected');
  }
  const pushes = await phone.got(2);
  expect(pushes[1]?.chat8.kind).toBe('over');
  // The same again, or the end's own id, finds nothing that rings; the next call is another one.
  const next = await it.rings();
  for (const id of [push_id, String(pushes[1]?.chat8.id)]) {
    expect((await phone.confirms(id, { declined: true })).status).toBe(200);
  }
  await done(bobPhone, 'call_accept', { call_id: next.call_id });
  const own = await phone.got(3);
  expect((await phone.confirms(String(own[2]?.chat8.id), { declined: true })).status).toBe(200);
  await done(alicePhone, 'call_signal', { call_id: next.call_id, payload: 'still here' });
  await done(alicePhone, 'call_hangup', { call_id: next.call_id });
  expect(await outcomes(alice, bob)).toEqual(['answered', 'rejected']);
});
