// What stays of a friend whose account was deleted: nothing, on every device of who talked with them.
import { expect, test } from 'bun:test';
import { itemsOf, openBob, say, textsOf } from '../../../support/fake-client';
import { settle } from '../../../support/fake-parts';
import type { FakeServer } from '../../../support/fake-server';
import { BOB, refusal } from '../../../support/fake-server';
import { openKeepingBrowser, written } from '../../../support/keeping-browser';

/** The server knows nobody of that number any more. */
const erasesBob = (server: FakeServer) => {
  const none = () => Response.json({ success: true, data: [] });
  const all = [
    server.refuse(/GET \/friends\?/, none),
    server.refuse(/GET \/conversations/, none),
    server.refuse(/GET \/messages/, () => refusal(404, 'USER_001')),
  ];
  return {
    [Symbol.dispose]() {
      for (const each of all) each[Symbol.dispose]();
    },
  };
};

test('what was said with a friend goes with their account, while it is read and where it is kept', async () => {
  const { app, server, clock, look } = await openKeepingBrowser();
  server.says('the marmalade');
  await openBob(app);
  await say(app, 'under the stairs');
  await written(clock);
  expect((await look()).ids).toHaveLength(2);
  using _ = erasesBob(server);
  server.tell('friend_removed', { friend_id: BOB });
  await settle();
  expect(textsOf(app)).toEqual([]);
  await written(clock);
  const kept = await look();
  expect(kept.ids).toEqual([]);
  expect(kept.texts).not.toMatch(/marmalade|stairs/);
});

test('a last word that came with the end of the account is not kept', async () => {
  const { app, server, clock, look } = await openKeepingBrowser();
  await openBob(app);
  // What comes is written a moment later.
  server.says('the marmalade');
  await settle();
  using _ = erasesBob(server);
  server.tell('friend_removed', { friend_id: BOB });
  await settle();
  expect(textsOf(app)).toEqual([]);
  await written(clock);
  expect((await look()).ids).toEqual([]);
});

test('what was said with who is only no friend any more stays', async () => {
  const { app, server, clock, look } = await openKeepingBrowser();
  server.says('the marmalade');
  await openBob(app);
  await written(clock);
  using _ = server.refuse(/GET \/friends\?/, () => Response.json({ success: true, data: [] }));
  server.tell('friend_removed', { friend_id: BOB });
  await settle();
  await written(clock);
  expect(itemsOf(app).map(({ text }) => text)).toEqual(['the marmalade']);
  expect((await look()).ids).toHaveLength(1);
});

test('an account that ended while nobody told of it takes along what was said, too', async () => {
  const { app, server, clock, look } = await openKeepingBrowser();
  server.says('the marmalade');
  await openBob(app);
  await written(clock);
  using _ = erasesBob(server);
  server.disconnect(false);
  await clock.pass(500);
  await written(clock);
  expect(textsOf(app)).toEqual([]);
  expect((await look()).ids).toEqual([]);
});

test('a server that once knew nobody takes nothing from an open conversation for ever', async () => {
  const { app, server, clock, look } = await openKeepingBrowser();
  server.says('the marmalade');
  await openBob(app);
  await say(app, 'under the stairs');
  await written(clock);
  {
    using _ = erasesBob(server);
    server.tell('friend_removed', { friend_id: BOB });
    await settle();
    expect(textsOf(app)).toEqual([]);
  }
  await app.people.load();
  await app.pages.loadList();
  await openBob(app);
  expect(textsOf(app)).toEqual(['the marmalade', 'under the stairs']);
  expect(itemsOf(app).map(({ trouble }) => trouble)).toEqual([null, null]);
  server.says('is gone');
  await clock.pass(120_000);
  await written(clock);
  expect(textsOf(app)).toEqual(['the marmalade', 'under the stairs', 'is gone']);
  expect((await look()).ids).toHaveLength(3);
});
