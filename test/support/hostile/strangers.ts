// Those who come into alice's life or leave it: by a link, by asking, by being asked, removed or
// blocked. They speak the API with keys of their own, to the honest server.
import { createHmac } from 'node:crypto';
import { keyIdOf, newPair } from '../envelope';
import type { Person } from '../person';
import { befriend, call, login } from '../person';
import type { Friend } from './cast';
import { publicKeyOf } from './cast';

/** A derived password is compared as it is: registering with one costs the server nothing. */
const AUTH = Buffer.alloc(32, 7).toString('base64url');
const KDF = {
  alg: 'argon2id',
  m: 65_536,
  t: 3,
  p: 1,
  salt: Buffer.alloc(16, 7).toString('base64url'),
};

export const joined = async (url: string, username: string, state: Friend['state']) => {
  const body = {
    ...{ username, email: `${username}@example.org`, kdf: KDF },
    ...{ password: AUTH, confirm_password: AUTH },
  };
  await call(url, 'POST', '/api/v1/auth/register', { body });
  const person = await login(url, username, AUTH, { derived: true });
  const pair = newPair();
  const keys = { public_key: publicKeyOf(pair), private_key_encrypted: `vault of ${username}` };
  await person.post('/encryption/keys', keys);
  return { person, state, pair, key_id: keyIdOf(pair) } satisfies Friend;
};

/** Takes the account away, with all that was written to it and by it. */
export const leaves = async ({ person }: Friend): Promise<void> => {
  const { status } = await person.delete('/user', { password: AUTH, derived: true });
  if (status !== 200) throw new Error(`${person.username} could not leave: ${status}`);
};

export interface MadeLink {
  code: string;
  secret: string;
  /** As it is followed. */
  path: string;
}

/** As their own client makes it. */
export const linkBy = async ({ person, key_id }: Friend): Promise<MadeLink> => {
  const { code } = (await person.post('/invites', { uses: 1 })).body.data;
  const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');
  return { code, secret, path: `/i/${code}#${key_id}.${secret}` };
};

const proofOf = (secret: string, kind: 'link' | 'link-ok', parts: (string | number)[]): string =>
  createHmac('sha256', Buffer.from(secret, 'base64url'))
    .update([`chat8/${kind}/v1`, ...parts].join('\0'))
    .digest('base64url');

/** The inviter's device takes a guest's proof for what it is, and answers it. */
export const confirmGuest = async (inviter: Friend, link: MadeLink): Promise<void> => {
  const friends: { id: number; link: { code: string; key_id: string; proof: string } | null }[] = (
    await inviter.person.get('/friends')
  ).body.data;
  for (const { id, link: said } of friends) {
    if (said?.code !== link.code || !said.proof) continue;
    const parts = [link.code, inviter.person.id, inviter.key_id, id, said.key_id];
    if (proofOf(link.secret, 'link', parts) !== said.proof) continue;
    const proof = proofOf(link.secret, 'link-ok', parts);
    const body = { guest_id: id, key_id: inviter.key_id, proof };
    await inviter.person.post(`/invites/${link.code}/proof`, body);
  }
};

/** A guest follows a link of somebody's and proves their key, as their own client does. */
export const follow = async (guest: Friend, path: string, inviter_id: number): Promise<void> => {
  const [, code = '', inviter_key = '', secret = ''] =
    /^\/i\/([\w-]+)#([\w-]+)\.([\w-]+)$/.exec(path) ?? [];
  await guest.person.post(`/invites/${code}/accept`);
  const proof = proofOf(secret, 'link', [
    ...[code, inviter_id, inviter_key],
    ...[guest.person.id, guest.key_id],
  ]);
  await guest.person.post(`/invites/${code}/proof`, { key_id: guest.key_id, proof });
};

export const STRANGERS = ['gina', 'hank', 'ivan', 'jane', 'kate', 'luke', 'mary', 'nick'] as const;
export type StrangerName = (typeof STRANGERS)[number];
export type Strangers = Record<StrangerName, Friend>;

export const newStrangers = async (url: string): Promise<Strangers> => {
  const states: Record<StrangerName, Friend['state']> = {
    ...{ gina: 'first contact', hank: 'first contact', ivan: 'by link', jane: 'first contact' },
    ...{ kate: 'first contact', luke: 'first contact', mary: 'by link', nick: 'first contact' },
  };
  const all = await Promise.all(
    STRANGERS.map(async (name) => [name, await joined(url, name, states[name])] as const),
  );
  return Object.fromEntries(all) as Strangers;
};

const separate = async (alice: Person, { person }: Friend): Promise<void> => {
  await alice.delete(`/friends/blocks/${person.id}`);
  await alice.delete(`/friends/${person.id}`);
  const waiting: { request_id: number; user: { id: number } }[] = [
    ...(await alice.get('/friends/requests?direction=sent')).body.data,
    ...(await alice.get('/friends/requests')).body.data,
  ];
  for (const { request_id } of waiting) {
    await alice.delete(`/friends/request/${request_id}`);
    await alice.put(`/friends/request/${request_id}`, { action: 'reject' });
  }
};

/** Before each life: gina and hank have asked, kate and luke are friends, the others nobody yet. */
export const asBefore = async (alice: Person, strangers: Strangers): Promise<void> => {
  for (const stranger of Object.values(strangers)) await separate(alice, stranger);
  for (const { person } of [strangers.gina, strangers.hank]) {
    await person.post('/friends/request', { user_id: alice.id });
  }
  for (const { person } of [strangers.kate, strangers.luke]) await befriend(person, alice);
};
