// What a person does to the account itself: another password, code and key, sessions that are ended,
// signing out, and taking everything away.
import { keyIdOf, newPair } from '../envelope';
import type { Cast, Friend } from './cast';
import { newDevice, publicKeyOf } from './cast';
import { says } from './friends';
import type { Kept } from './kept';
import type { Life } from './life';
import { attempt, newLife, openAll, send, start, wish } from './life';
import type { Nora } from './newcomer';
import { newcomerBy } from './newcomer';
import type { Scene } from './scenes';
import { comeIn } from './ways-back';
import type { Written } from './written';
import { MARKER, next } from './written';

/** Before: a draft to each friend, and a message that no server took. */
export const withHeldMessages = async (cast: Cast, kept: Kept): Promise<Life['typed']> => {
  cast.liar.repent();
  using _ = cast.liar.answers(({ method, path }) =>
    `${method} ${path}` === 'POST /messages'
      ? Promise.resolve(new Response('', { status: 503 }))
      : undefined,
  );
  using device = newDevice(cast.liar, kept);
  await device.app.session.start();
  await device.idle();
  const typed: Life['typed'] = [];
  for (const friend of cast.friends) {
    const { id, username } = friend.person;
    const [draft, text] = [
      next(`${MARKER} draft to ${username}`),
      next(`${MARKER} to ${username}`),
    ];
    await device.app.drafts.write(String(id), draft);
    await device.app.actions.openConversation(id);
    await device.app.actions.send(id, text, null);
    typed.push({ friend, text: draft }, { friend, text });
  }
  await device.idle();
  return typed;
};

/** Otto takes another key, by his own client. */
const takesNewKey = async (friend: Friend): Promise<void> => {
  const { vault_version: expected_version } = (await friend.person.get('/encryption/keys')).body
    .data;
  friend.pair = newPair();
  friend.key_id = keyIdOf(friend.pair);
  await friend.person.post('/encryption/keys', {
    ...{ public_key: publicKeyOf(friend.pair), private_key_encrypted: 'another vault' },
    expected_version,
  });
};

/** Somebody with nora's token tries to write over her vault. */
const overwrites = async ({ api, circle }: Nora): Promise<void> => {
  const { vault_version: expected_version } = (await api.get('/encryption/keys')).body.data;
  const body = { public_key: publicKeyOf(circle.key), private_key_encrypted: 'nothing' };
  await api.post('/encryption/keys', { ...body, expected_version });
};

const lifeOf = async (cast: Cast, { circle, account, device }: Nora, written: Written) => {
  const life = newLife(circle, newDevice(cast.liar, device.kept), written, account);
  await start(life);
  await comeIn(life);
  await openAll(life);
  return life;
};

/** Another password, code and key, while friends and thieves do the same. */
export const change: Scene = async (cast) => {
  const nora = await newcomerBy(cast);
  const { otto, account } = nora;
  nora.device.close();
  // The browser lost what it kept, keys too: a former one is asked for.
  await nora.device.kept.stores.clear();
  return async (written) => {
    const speaking = { cast: nora.circle, written };
    await says(speaking, otto);
    await takesNewKey(otto);
    await says(speaking, otto);
    const life = await lifeOf(cast, nora, written);
    const { session } = life.device.app;
    const { idle } = life.device;
    await overwrites(nora);
    await takesNewKey(otto);
    await says(speaking, otto);
    await idle();
    wish(life, async () => {
      const other = (await session.devices()).find(({ current }) => !current);
      if (other) await session.endDevice(other.id);
    });
    await idle();
    const fresh = `${MARKER} again ${account.name}`;
    const [before = ''] = account.passwords;
    account.passwords = [fresh, before];
    wish(life, () => session.changePassword(before, fresh));
    await idle();
    wish(life, async () => void life.secrets.push(await session.newRecovery()));
    await idle();
    wish(life, session.changeKey);
    await idle();
    for (const friend of nora.circle.friends) wish(life, () => send(life, friend));
    await idle();
    return life;
  };
};

/** What was said before she goes is there when she is back. */
const leaving =
  (goes: (life: Life) => Promise<unknown>): Scene =>
  async (cast) => {
    const nora = await newcomerBy(cast);
    nora.device.close();
    return async (written) => {
      const life = await lifeOf(cast, nora, written);
      for (const friend of nora.circle.friends) wish(life, () => send(life, friend));
      await life.device.idle();
      // What no server has is hers to give up, and she says so by going.
      const unsent = JSON.stringify(await life.device.kept.store.allUnsent()) !== '[]';
      attempt(life, () => goes(life));
      await life.device.idle();
      if (unsent) life.typed = [];
      return life;
    };
  };

export const signOut: Scene = leaving(({ device }) => device.app.session.logout());

export const erase: Scene = leaving(({ device, account }) =>
  device.app.session.erase(account.passwords[0] ?? ''),
);
