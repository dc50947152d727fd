// Coming in: registering by a link, signing in where something unsent lies, and opening an earlier
// vault because the newest is damaged.
import { withHeldMessages } from './account-lives';
import { newDevice } from './cast';
import { says } from './friends';
import { newKept } from './kept';
import type { Life } from './life';
import { attempt, isReady, newLife, openAll, send, start, wish } from './life';
import { newcomerBy } from './newcomer';
import type { Scene } from './scenes';
import { confirmGuest, linkBy } from './strangers';
import { comeIn, idOf } from './ways-back';
import { MARKER } from './written';

let count = 0;

const registers = async (life: Life): Promise<void> => {
  const { name, passwords } = life.account;
  const names = { username: name, email: `${name}@example.org`, password: passwords[0] ?? '' };
  attempt(life, () => life.device.app.session.register(names));
  await life.device.idle();
};

/** Nora comes by a link of ivan's. */
export const arrive: Scene = async (cast) => {
  const { ivan } = cast.strangers;
  const link = await linkBy(ivan);
  count += 1;
  const name = `nora${count}`;
  return async (written) => {
    const circle = { ...cast, friends: [ivan], alice: { id: 0 } };
    const device = newDevice(cast.liar, newKept(), link.path);
    const life = newLife(circle, device, written, { name, passwords: [`${MARKER} ${name}`] });
    await start(life);
    await registers(life);
    // Nobody is told of it: she tries once more, or signs in to what there is by now.
    if (device.app.screen.phase.value === 'welcome') await registers(life);
    await comeIn(life);
    circle.alice.id = await idOf(cast, name);
    await confirmGuest(ivan, link);
    await device.idle();
    await openAll(life);
    wish(life, () => send(life, ivan));
    await device.idle();
    const { body } = await ivan.person.get(`/encryption/public-key/${circle.alice.id}`);
    if (body.data) {
      circle.key = JSON.parse(body.data.public_key);
      await says({ cast: circle, written }, ivan);
      await device.idle();
    }
    return life;
  };
};

/** Alice signs in again in a browser where drafts and unsent messages of hers lie. */
export const signIn: Scene = async (cast) => {
  const kept = await cast.before();
  const typed = await withHeldMessages(cast, kept);
  kept.cookies.clear();
  {
    // The page learns that her session is over, and goes.
    using page = newDevice(cast.liar, kept);
    await page.app.session.start();
    await page.idle();
    if (page.left.length === 0) throw new Error('her session is over');
  }
  return async (written) => {
    const life = newLife(cast, newDevice(cast.liar, kept), written);
    for (const { friend, text } of typed) {
      written.typed.set(friend.person.id, [...(written.typed.get(friend.person.id) ?? []), text]);
    }
    life.typed.push(...typed);
    await start(life);
    await comeIn(life);
    await openAll(life);
    return life;
  };
};

/** The same with one byte of its tag changed. */
const damaged = (vault: string): string => {
  const { tag, ...rest } = JSON.parse(vault) as { tag: string };
  return JSON.stringify({ ...rest, tag: `${tag.startsWith('A') ? 'B' : 'A'}${tag.slice(1)}` });
};

/** The newest vault of nora's is damaged, and she has another device: what was kept before it opens. */
export const walkBack: Scene = async (cast) => {
  const nora = await newcomerBy(cast);
  const stored = (await nora.api.get('/encryption/keys')).body.data;
  const { vault_version: expected_version, public_key } = stored;
  const proof = { password: nora.auth, derived: true };
  await nora.api.post('/encryption/keys', {
    ...{ public_key, expected_version },
    private_key_encrypted: damaged(stored.private_key_encrypted),
    ...proof,
  });
  nora.device.close();
  return async (written) => {
    const life = newLife(nora.circle, newDevice(cast.liar, newKept()), written, nora.account);
    await start(life);
    await comeIn(life);
    await openAll(life);
    for (const friend of nora.circle.friends) wish(life, () => send(life, friend));
    await life.device.idle();
    if (isReady(life)) await openAll(life);
    return life;
  };
};
