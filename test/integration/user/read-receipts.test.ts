// Readings are told or not as they happen, and what was not told stays so.
import { expect, test } from 'bun:test';
import { exportOf, messagesOf, ofType, readOf, scene } from '../../support/people/private';

for (const [hers, his] of [
  [true, true],
  [true, false],
  [false, true],
  [false, false],
] as const) {
  const isTold = hers && his;
  const title = `a reading is ${isTold ? 'told' : 'not told'} if the sender ${hers ? 'allows' : 'refuses'} receipts and the reader ${his ? 'allows' : 'refuses'} them`;
  test(title, async () => {
    await using it = await scene();
    const { alice, bob } = it;
    await it.set(alice, { read_receipts: hers });
    await it.set(bob, { read_receipts: his });
    using alices = await alice.connect();
    using bobs = await bob.connect();
    const one = await alice.says(bob, 'one apple', { client_id: 'c1' });
    const two = await alice.says(bob, 'two apples');
    await bob.put(`/messages/${one.id}/read`);
    await bob.put(`/conversations/${alice.id}/read`, { up_to: two.id });
    // The reader's own side knows it in any case.
    expect(await readOf(bob, alice)).toEqual([true, true]);
    expect((await bob.get('/conversations')).body.data[0]).toMatchObject({
      unread_count: 0,
      last_message: { is_read: true },
    });
    expect(await ofType(bobs, 'message_read')).toHaveLength(2);
    // The sender's knows it only if it is told, and later switches change nothing of that.
    const heard = await ofType(alices, 'message_read');
    expect(heard).toHaveLength(isTold ? 2 : 0);
    await it.set(alice, { read_receipts: !hers });
    await it.set(bob, { read_receipts: !his });
    expect(await readOf(alice, bob)).toEqual([isTold, isTold]);
    const shown = [
      (await alice.get('/conversations')).body.data[0].last_message,
      ...(await alice.get('/messages/search?q=apple')).body.data.messages,
      await alice.says(bob, 'one apple', { client_id: 'c1' }),
      (await alice.put(`/messages/${one.id}`, { content: 'one pear' })).body.data,
      (await alice.put(`/messages/${one.id}/reactions/${encodeURIComponent('👍')}`)).body.data,
      (await alices.event('message_edited')).data,
      ...(await it.replayed(alice))
        .filter(({ data }) => data?.sender_id === alice.id)
        .map(({ data }) => data),
    ].filter(({ is_read }) => is_read !== undefined);
    expect(shown.length).toBeGreaterThan(6);
    for (const message of shown) {
      expect(message).toMatchObject({ is_read: isTold });
      expect('read_at' in message).toBe(isTold);
    }
    expect((await bobs.event('message_edited')).data).toMatchObject({ is_read: true });
    const logged = (await it.replayed(alice)).filter(({ type }) => type === 'message_read');
    expect(logged).toHaveLength(heard.length);
    expect((await exportOf(alice)).includes('"is_read":true')).toBe(isTold);
  });
}

test('a reading that is told says nothing of those before it that were not', async () => {
  await using it = await scene();
  const { alice, bob } = it;
  using alices = await alice.connect();
  const [one, two, three] = [
    await alice.says(bob, 'told'),
    await alice.says(bob, 'not told'),
    await alice.says(bob, 'told again'),
  ];
  const upTo = (id: number) => bob.put(`/conversations/${alice.id}/read`, { up_to: id });
  await upTo(one.id);
  await it.set(bob, { read_receipts: false });
  await upTo(two.id);
  await it.set(bob, { read_receipts: true });
  await upTo(three.id);
  const heard = (await ofType(alices, 'message_read')).map(({ up_to, message_ids }) => ({
    up_to,
    message_ids,
  }));
  expect(heard).toEqual([
    { up_to: one.id, message_ids: undefined },
    { up_to: undefined, message_ids: [three.id] },
  ]);
  expect(await readOf(alice, bob)).toEqual([true, false, true]);
  expect(await readOf(bob, alice)).toEqual([true, true, true]);
  // Even if many are told at once, each event stays small.
  for (let i = 0; i < 3; i += 1) await alice.says(bob, `${i}`);
  await bob.put(`/conversations/${alice.id}/read`, { up_to: 9_999 });
  expect(await readOf(alice, bob)).toEqual([true, false, true, true, true, true]);
  // What a call left is read like any other, and told no more.
  await it.set(alice, { read_receipts: false });
  alices.send({ type: 'voice_call_invite', id: 1, data: { user_id: bob.id } });
  const { call_id } = (await alices.next(({ id }) => id === 1)).data;
  alices.send({ type: 'call_cancel', id: 2, data: { call_id } });
  const { data: entry } = await alices.event('call_entry');
  await bob.put(`/messages/${entry.id}/read`);
  const [hers, his] = [await messagesOf(alice, bob), await messagesOf(bob, alice)];
  expect([hers[0].is_read, his[0].is_read]).toEqual([false, true]);
});
