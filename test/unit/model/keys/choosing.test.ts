// For which key a message is sealed: the pinned one, whatever the server names, and whenever it does.
import { expect, test } from 'bun:test';
import { signIn } from '../../../support/fake-client';
import { keyId, settle } from '../../../support/fake-parts';
import { BOB } from '../../../support/fake-server';

const [bobs, mallorys] = [keyId('bob'), keyId('mallory')];
const changed = { code: 'KEY_CHANGED' };

/** Bob was met; then the server names mallory's key for his. */
const metAndChanged = async () => {
  const scene = await signIn();
  await scene.app.keys.meet(BOB);
  scene.server.keys.set(BOB, 'mallory');
  return scene;
};

test('who is doubted gets nothing, and no other key that the server names takes the doubt away', async () => {
  const { app, server } = await signIn();
  await app.keys.meet(BOB);
  await app.keys.doubt(BOB);
  await expect(app.keys.keyToSeal(BOB)).rejects.toMatchObject(changed);
  expect(app.keys.mustDecide(BOB)).toBe(true);
  server.keys.set(BOB, 'mallory');
  await app.keys.keyChanged(BOB);
  await expect(app.keys.keyToSeal(BOB, true)).rejects.toMatchObject(changed);
  expect(app.pins.pinOf(BOB)).toMatchObject({ key_id: bobs, news: ['link'] });
});

test('a doubt that comes while a key is asked for stops what it was asked for', async () => {
  const { app, server } = await signIn();
  const letGo = server.hold(/public-keys/);
  const choosing = app.keys.keyToSeal(BOB);
  await app.keys.doubt(BOB, bobs);
  letGo();
  await expect(choosing).rejects.toMatchObject(changed);
});

test('who is compared in the moment in which another key is pinned gets nothing under that one', async () => {
  const { app, engine } = await metAndChanged();
  const { pin } = engine;
  engine.pin = async (user_id, change) => {
    const name = { username: 'bob', display_name: '' };
    if (change.act === 'meet')
      await pin(user_id, { act: 'accept', key_id: bobs, how: 'compared', name });
    return pin(user_id, change);
  };
  await expect(app.keys.keyToSeal(BOB, true)).rejects.toMatchObject(changed);
  expect(app.pins.pinOf(BOB)).toMatchObject({ key_id: bobs, verified: true });
});

test('who made the link that alice followed keeps its key until the proof comes', async () => {
  const { app, engine, server } = await signIn();
  const { pin } = engine;
  const links = { CODE: { secret: 'S'.repeat(22), until: 0, from: BOB } };
  engine.pin = async (user_id, change) => ({ ...(await pin(user_id, change)), links });
  await app.keys.pinFollowed(BOB, bobs);
  expect(await app.keys.keyToSeal(BOB)).toMatchObject({ key_id: bobs });
  server.keys.set(BOB, 'mallory');
  await expect(app.keys.keyToSeal(BOB, true)).rejects.toMatchObject(changed);
  await app.keys.keyChanged(BOB);
  await expect(app.keys.keyToSeal(BOB)).rejects.toMatchObject(changed);
  expect([app.pins.pinOf(BOB)?.key_id, app.keys.mustDecide(BOB)]).toEqual([bobs, true]);
});

test('a server that names no key any more makes nothing plain, and asks about who was compared', async () => {
  const { app, server } = await signIn();
  const ways = [
    // Only looked at: this page has seen a key, and nobody pinned it.
    [() => app.keys.peerKey(BOB), 'KEY_GONE'],
    [() => app.keys.meet(BOB), 'KEY_GONE'],
    [() => app.keys.accept(BOB, bobs, 'compared'), 'KEY_CHANGED'],
  ] as const;
  for (const [before, code] of ways) {
    server.keys.set(BOB, 'bob');
    await before();
    server.keys.delete(BOB);
    await expect(app.keys.keyToSeal(BOB, true)).rejects.toMatchObject({ code });
  }
  expect(app.keys.mustDecide(BOB)).toBe(true);
});

test('who was only met, and has no key any more, is asked about before anything goes', async () => {
  const { app, server } = await signIn();
  await app.keys.meet(BOB);
  expect(app.keys.mustDecide(BOB)).toBe(false);
  server.keys.delete(BOB);
  await app.keys.keyChanged(BOB);
  expect(app.keys.mustDecide(BOB)).toBe(true);
});

test('who was only met gets what is sealed for the new key, and a line tells of it', async () => {
  const { app } = await metAndChanged();
  expect(await app.keys.keyToSeal(BOB, true)).toMatchObject({ key_id: mallorys });
  await settle();
  expect(app.pins.pinOf(BOB)).toMatchObject({ key_id: mallorys, how: 'first', news: ['key'] });
  expect([bobs, mallorys, keyId('else')].map((id) => app.keys.isTheirs(BOB, id))).toEqual([
    true,
    true,
    false,
  ]);
});

test('a link’s proof of another key than the pinned one pins nothing, nor does any for who was compared', async () => {
  const { app } = await signIn();
  await app.keys.meet(BOB);
  await app.keys.proven(BOB, mallorys, true);
  expect(app.pins.pinOf(BOB)).toMatchObject({ key_id: bobs, how: 'first', news: ['link'] });
  await app.keys.accept(BOB, bobs, 'compared');
  await app.keys.proven(BOB, mallorys, true);
  await app.keys.proven(BOB, bobs, false);
  expect(app.pins.pinOf(BOB)).toMatchObject({ key_id: bobs, how: 'compared', verified: true });
  expect(app.pins.pinOf(BOB)?.news).toBeUndefined();
});

test('a number that was compared counts for its own key alone', async () => {
  const { app } = await metAndChanged();
  await app.keys.keyChanged(BOB);
  await expect(app.actions.compared(BOB, bobs)).rejects.toMatchObject({ code: 'COMPARED_OTHER' });
  expect(app.pins.pinOf(BOB)).toMatchObject({ key_id: mallorys, verified: false });
});

test('an answer that comes behind a later one names nobody’s key of today', async () => {
  const { app, server } = await signIn();
  const [slow, first] = [Promise.withResolvers<void>(), { isDue: true }];
  using _ = server.trouble(/public-keys/, async (__, answer) => {
    const isSlow = first.isDue;
    first.isDue = false;
    if (isSlow) await slow.promise;
    return answer;
  });
  const early = app.keys.peerKey(BOB);
  await settle();
  server.keys.set(BOB, 'robert');
  await app.keys.peerKey(BOB, true);
  slow.resolve();
  expect(await early).toMatchObject({ key_id: keyId('robert') });
  expect(app.keys.peerKeys.value[BOB]).toMatchObject({ key_id: keyId('robert') });
});

test('whether it is sealed is known by the pin as long as the server says nothing, and else not', async () => {
  const { app, server } = await signIn();
  await app.keys.meet(BOB);
  expect(app.keys.isSealedFor(BOB)).toBe(true);
  // As after a start without the server.
  app.keys.forgetPeers();
  expect(app.keys.isSealedFor(BOB)).toBe(true);
  const CAROL = 3;
  expect(app.keys.isSealedFor(CAROL)).toBe(null);
  server.keys.delete(CAROL);
  await app.keys.peerKey(CAROL);
  expect(app.keys.isSealedFor(CAROL)).toBe(false);
});
