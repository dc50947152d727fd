// What is one thing in a conversation is one in its export, under the names that the reader knows.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { albumOf } from '../../src/web/model/messages/media/album';
import {
  fakeDisk,
  hears,
  itemsOf,
  pair,
  seenIn,
  take,
  unpack,
} from '../support/client/taken-along';
import { png } from '../support/pictures/photos';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

test('an album is one message with its caption, in the folder of whom the reader named', async () => {
  await using server = await startServer();
  using people = await pair(server.url);
  const { alice, bob } = people;
  await bob.app.account.rename({ username: 'bob', display_name: 'Robert', email: '' });
  const shapes = [
    { width: 40, height: 30 },
    { width: 30, height: 40 },
    { width: 40, height: 40 },
  ];
  const album = albumOf(3);
  for (const [at, measures] of shapes.entries()) {
    const { sent } = await bob.app.actions.sendFile(alice.id, {
      blob: new Blob([new Uint8Array(png({ ...measures, hasMetadata: false }))]),
      name: `lake ${at}.png`,
      type: 'image/png',
      measures,
      album: album[at],
      ...(at === 0 ? { text: 'by the lake' } : {}),
    });
    await sent;
  }
  await hears(alice, bob, 3);
  const [first, second, third] = itemsOf(alice, bob.id);
  if (!first || !second || !third) throw new Error('three pictures');
  // Who looks at the second alone answers it alone.
  await (await alice.app.actions.send(bob.id, 'so blue', second.id)).sent;
  await alice.app.actions.react(third, '👍');
  await hears(alice, bob, 4);

  const byBobsOwnName = fakeDisk();
  expect(await take(alice, byBobsOwnName, bob.id)).toMatchObject({
    messages: 4,
    files: 3,
    left: 0,
  });
  using before = unpack(byBobsOwnName.files);
  expect(before.names).toContain(`taken/${bob.id}-Robert/1.html`);
  await alice.app.keys.setNickname(bob.id, 'Bobby');
  const disk = fakeDisk();
  await take(alice, disk, bob.id);
  using found = unpack(disk.files);
  const html = found.text(`taken/${bob.id}-Bobby/1.html`);
  expect(html).toContain('<h1>Bobby</h1>');
  expect(found.text('taken/index.html')).toContain('<h2>Bobby</h2>');
  const seen = await seenIn(html);
  expect(Object.keys(seen)).toEqual([`m${first.id}`, `m${itemsOf(alice, bob.id)[3]?.id}`]);
  const [pictures, answer] = Object.values(seen);
  const files = [first, second, third].map(({ id }, at) => `files/${id}-lake ${at}.png`);
  expect([...new Set(pictures?.leads)]).toEqual(files);
  expect(pictures?.text).toContain('by the lake');
  expect(pictures?.text).toContain('👍 You');
  // What was answered is a place of its own.
  expect(answer?.leads).toEqual([`#m${second.id}`]);
  expect(html.split(`id="m${second.id}"`)).toHaveLength(2);
  const json = JSON.parse(found.text(`taken/${bob.id}-Bobby/1.json`));
  expect(json.map((each: { album: unknown }) => each.album)).toEqual([...album, null]);
});
