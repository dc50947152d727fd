// Avatars: whoever is told of one can see it.
import { expect, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { friends, type Person } from '../../support/person';
import { bomb, PROFILES, png, profileChunk } from '../../support/pictures/pictures';
import { type Server, startServer } from '../../support/server';

const show = (who: Person, bytes: Uint8Array) => {
  const form = new FormData();
  form.set('file', new File([new Uint8Array(bytes)], 'me.png'));
  return who.post('/upload/avatar', form);
};

const filesIn = (server: Server, name: string) =>
  readdirSync(join(server.dir, name), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  ).length;

/** As on a slow disk: a file takes its time on the way to its place. */
const slowDown = ({ world }: Server) => {
  const { keep } = world.disk;
  world.disk.keep = async (shelf, id) => {
    await Bun.sleep(50);
    await keep(shelf, id);
  };
};

test('an avatar is readable the moment that anyone is told of it', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  slowDown(server);
  using hers = await alice.connect();
  using his = await bob.connect();
  for (let round = 0; round < 5; round += 1) {
    const seen = [hers, his].map(async (device) => {
      const before = device.frames.length;
      const { data } = await device.next(
        (frame) => frame.type === 'profile_updated' && device.frames.indexOf(frame) >= before,
      );
      return (await fetch(server.url + data.avatar)).status;
    });
    const answer = await show(
      alice,
      png(8, 8, () => [round, 9, 9]),
    );
    expect(await Promise.all(seen)).toEqual([200, 200]);
    expect((await fetch(server.url + answer.body.data.avatar_url)).status).toBe(200);
  }
  expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
  expect(filesIn(server, 'incoming')).toBe(0);
});

test('a file that nobody is told of has no place', async () => {
  await using server = await startServer({ CHAT8_USER_QUOTA: '20K' });
  const { alice, bob } = await friends(server.url);
  slowDown(server);
  const send = () => {
    const form = new FormData();
    form.set('file', new File(['x'.repeat(15_000)], 'note.txt'));
    form.set('receiver_id', String(bob.id));
    return alice.post('/upload/file', form);
  };
  const both = await Promise.all([send(), send()]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 403]);
  expect([filesIn(server, 'incoming'), filesIn(server, 'files')]).toEqual([0, 1]);
});

test('too many pixels are told by their number, and colours are those of sRGB', async () => {
  await using server = await startServer();
  const { alice } = await friends(server.url);
  const { status, body } = await show(alice, bomb(8_192, 6_144));
  expect([status, body.error.code, body.error.details]).toEqual([
    400,
    'FILE_002',
    { pixels_max: 33_554_432 },
  ]);
  const vivid = png(8, 8, () => [200, 120, 90], [profileChunk(PROFILES.displayP3)]);
  expect((await show(alice, vivid)).status).toBe(201);
  expect(filesIn(server, 'avatars')).toBe(1);
});

test('a name that could not be stored is told to nobody', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  using his = await bob.connect();
  const { ledger, users } = server.world;
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  const renaming = ledger.write(() => {
    const before = users.byId(alice.id);
    if (before === undefined) throw new Error('there is no alice');
    users.setProfile({ ...before, username: 'eve' });
    expect(users.namesOf(alice.id).username).toBe('eve');
  });
  const failing = ledger.write(() => {
    throw full;
  });
  const outcomes = await Promise.allSettled([renaming, failing]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await alice.says(bob, 'still me');
  expect((await his.event('new_message')).data.sender_username).toBe('alice');
});
