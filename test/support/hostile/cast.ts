// Alice and four friends, each known to her in another way. She has the client under test; they
// speak the API with keys of their own, to the honest server, so that what they wrote is known.
import type { Pair } from '../envelope';
import { keyIdOf, newPair, sealEnvelope } from '../envelope';
import type { Person } from '../person';
import { befriend, login, register } from '../person';
import type { Server } from '../server';
import { tlsOf } from '../tls';
import type { Device } from './device';
import { openDevice } from './device';
import type { Kept } from './kept';
import { copyOf, newKept } from './kept';
import type { HostileServer } from './server';
import { startHostileServer } from './server';
import { newStrangers } from './strangers';

/** How alice knows a friend. */
export const STATES = ['first contact', 'met', 'by link', 'compared'] as const;
export type State = (typeof STATES)[number];

const NAMES = ['bob', 'carol', 'dave', 'erin'] as const;

export interface Friend {
  person: Person;
  state: State;
  pair: Pair;
  key_id: string;
}

export const publicKeyOf = ({ x }: { x: string }): string =>
  JSON.stringify({ kty: 'OKP', crv: 'X25519', x });

const newFriend = async (url: string, name: string, state: State): Promise<Friend> => {
  const pair = newPair();
  const person = await register(url, name);
  const body = { public_key: publicKeyOf(pair), private_key_encrypted: `vault of ${name}` };
  await person.post('/encryption/keys', body);
  return { person, state, pair, key_id: keyIdOf(pair) };
};

/** In what way alice's client came to know each of them. */
const meetAll = async ({ app, idle }: Device, friends: Friend[]): Promise<void> => {
  for (const { person, state, key_id } of friends) {
    if (state === 'first contact') continue;
    await app.keys.meet(person.id);
    if (state === 'by link') await app.keys.accept(person.id, key_id, 'link');
    if (state === 'compared') await app.keys.accept(person.id, key_id, 'compared');
  }
  await idle();
};

/** The vault as it was stored last, and what proves its writer the next time. */
const storedBy = (liar: HostileServer): Record<string, unknown> => {
  const writes = liar.asked.filter(
    ({ method, path }) => `${method} ${path}` === 'POST /encryption/keys',
  );
  return JSON.parse(writes.at(-1)?.body ?? '{}');
};

/** The last key that alice's vault names as hers; her private one stays in her client. */
const aliceKey = ({ public_key }: Record<string, unknown>): { x: string } =>
  JSON.parse(String(public_key));

const signUp = async (liar: HostileServer) => {
  const device = openDevice(() => liar.url);
  const { session } = device.app;
  await session.start();
  const names = { username: 'alice', email: 'alice@example.org' };
  await session.register({ ...names, password: 'alice likes tea' });
  await session.recovered();
  await device.idle();
  return device;
};

/** A friend says and hears some eight things in a life, and a page has 50 of them. */
const lives_remembered_max = 10;

export const openCast = async (server: Server) => {
  await using opening = new AsyncDisposableStack();
  const liar = opening.use(startHostileServer(server.url));
  const early = new Map<string, string>();
  const device = await signUp(liar);
  {
    using _ = liar.answers(async (asked, honest) => {
      const answer = await honest();
      early.set(`${asked.method} ${asked.path}`, await answer.clone().text());
      return answer;
    });
    device.close();
    using again = openDevice(() => liar.url, device.kept);
    await again.app.session.start();
    await again.idle();
  }
  const alice = await login(server.url, 'alice');
  const friends: Friend[] = [];
  for (const [at, name] of NAMES.entries()) {
    friends.push(await newFriend(server.url, name, STATES[at] ?? 'met'));
  }
  for (const { person } of friends) await befriend(person, alice);
  using meeting = openDevice(() => liar.url, device.kept);
  await meeting.app.session.start();
  await meeting.idle();
  await meetAll(meeting, friends);
  await meeting.pass(60_000);
  meeting.close();
  const vault = storedBy(liar);
  const signedUp = liar.asked.find(({ path }) => path === '/auth/register');
  const { password: auth } = JSON.parse(signedUp?.body ?? '{}') as { password: string };
  const kept = await copyOf(device.kept);

  /** A session of its own: a spent refresh token would end that of the life before. */
  const newCookie = async (): Promise<string> => {
    const answer = await Bun.fetch(`${server.url}/api/v1/auth/login`, {
      ...tlsOf(server.url),
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'alice', password: auth, derived: true, cookie: true }),
    });
    return /=([^;]+)/.exec(answer.headers.getSetCookie()[0] ?? '')?.[1] ?? '';
  };
  /** What a device that was closed had still on its way may come first. */
  const restore = async (tries = 5): Promise<void> => {
    const { vault_version: expected_version } = (await alice.get('/encryption/keys')).body.data;
    const proof = { password: auth, derived: true, expected_version };
    const { public_key, private_key_encrypted, new_vault_key } = vault;
    const { status } = await alice.post('/encryption/keys', {
      ...{ public_key, private_key_encrypted, ...proof },
      ...(new_vault_key ? { new_vault_key } : {}),
    });
    if (status === 200) return;
    if (tries === 0) throw new Error(`the vault could not be stored again: ${status}`);
    await restore(tries - 1);
  };
  let lives = 0;
  /** Some lives find more than a page, and none finds all that was said in a hundred lives before it. */
  const forget = async (): Promise<void> => {
    lives += 1;
    if (lives % lives_remembered_max !== 0) return;
    for (const { id } of [alice, ...friends.map(({ person }) => person)]) {
      await alice.delete(`/conversations/${id}`);
    }
  };
  const strangers = await newStrangers(server.url);
  const opened = opening.move();
  return {
    /** Of the honest server. */
    url: server.url,
    liar,
    /** Those who come into her life and leave it, each time again. */
    strangers,
    /** What the server answered when alice knew nobody. */
    early,
    alice,
    friends,
    key: aliceKey(vault),
    /** Alice's device as it was, signed in again, on the same vault as before. */
    async before(): Promise<Kept> {
      await restore();
      await forget();
      // Hundreds of lives are told to no device one by one: as after a server's days, it reads again.
      const { eventLog, ledger } = server.world;
      await ledger.write(({ now }) => eventLog.prune(now + 1, Number.MAX_SAFE_INTEGER));
      const copy = await copyOf(kept);
      copy.cookies.set('chat8_refresh', await newCookie());
      return copy;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

export type Cast = Awaited<ReturnType<typeof openCast>>;

/**
 * A life among four friends costs twice as much as one among two. These are those of `needed`, and each
 * two in their turn.
 */
export const withTwo = (cast: Cast, needed: State[], at: number): Cast => {
  const first = at % cast.friends.length;
  const inTurn = [...cast.friends.slice(first), ...cast.friends.slice(0, first)];
  const must = cast.friends.filter(({ state }) => needed.includes(state));
  return { ...cast, friends: [...new Set([...must, ...inTurn])].slice(0, 2) };
};

/** 16 bytes, as a client makes them. */
export const newMid = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');

interface Sealing {
  mid?: string;
  edits?: string;
  from?: number;
  to?: number;
  type?: string;
}

/** As the friend's own client seals it for alice. */
export const sealFor = (
  alice: { id: number; key: { x: string } },
  { person, pair }: Pick<Friend, 'person' | 'pair'>,
  body: object,
  { mid = newMid(), ...more }: Sealing = {},
) => {
  const keys = { from_key: keyIdOf(pair), to_key: keyIdOf(alice.key) };
  const header = { v: 1, mid, from: person.id, to: alice.id, ...keys, type: 'text', ...more };
  return { mid, content: sealEnvelope(pair, alice.key, { header, body }) };
};

export const newDevice = (liar: HostileServer, kept: Kept = newKept(), path = '/'): Device =>
  openDevice(() => liar.url, kept, { path, held: liar.held });
