// Keys of friends in the web client: how often the server is asked for them.
import { afterEach, expect, test } from 'bun:test';
import type { Conversations } from '../../src/features/conversations/model';
import type { Safe } from '../../src/web/crypto/engine';
import { createBatch } from '../../src/web/model/keys/batch';
import { createKeys } from '../../src/web/model/keys/keys';
import { loadList } from '../../src/web/model/messages/conversations';
import { createItems } from '../../src/web/model/messages/item';
import { conversations, me, peerKeys } from '../../src/web/model/state';
import { fakeApi } from '../support/api';
import { keyIdOf, newPair, sealEnvelope } from '../support/envelope';

const ALICE = 1;
const mid = 'A'.repeat(22);
const at = '2026-01-01T00:00:00.000Z';
const own = newPair();

/** Opens nothing, and says which keys it was taught. */
const fakeSafe = () => {
  const learned: string[] = [];
  const safe: Pick<Safe, 'learn' | 'read'> = {
    async learn(text) {
      const key_id = keyIdOf(JSON.parse(text));
      learned.push(key_id);
      return key_id;
    },
    read: async () => ({ text: 'good morning' }),
  };
  return { safe: safe as Safe, learned };
};

const friendsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: at + 2, key: newPair(), old: newPair() }));
type Friend = ReturnType<typeof friendsOf>[number];

const conversation = ({ id, key }: Friend, id_of_message: number): Conversations[number] => {
  const header = { v: 1, mid, from: id, to: ALICE, type: 'text' };
  const keys = { from_key: keyIdOf(key), to_key: keyIdOf(own) };
  const content = sealEnvelope(key, own, { header: { ...header, ...keys }, body: { text: 'x' } });
  return {
    friend: { id, username: `friend ${id}`, avatar: '', status: 'online', last_seen: at },
    last_message: {
      id: id_of_message,
      sender_id: id,
      receiver_id: ALICE,
      content,
      message_type: 'text',
      timestamp: at,
      is_read: false,
      is_encrypted: true,
      client_id: mid,
    },
    unread_count: 1,
  };
};

const publicKeyOf = ({ id, key }: Friend) => ({
  user_id: id,
  public_key: JSON.stringify({ kty: 'OKP', crv: 'X25519', x: key.x }),
  key_id: keyIdOf(key),
  version: 1,
});

const signIn = () => {
  me.value = {
    id: ALICE,
    username: 'alice',
    email: 'alice@example.org',
    avatar: '',
    status: 'online',
    created_at: at,
    last_login: at,
  };
};

afterEach(() => {
  me.value = null;
  peerKeys.value = {};
  conversations.value = [];
});

test('a start with 54 friends asks once for the keys of all', async () => {
  signIn();
  const friends = friendsOf(54);
  using api = fakeApi({
    '/conversations': () => friends.map((friend, at) => conversation(friend, at + 1)),
    '/encryption/public-keys': (query) =>
      query
        .get('user_ids')
        ?.split(',')
        .map((id) => {
          const friend = friends.find((each) => each.id === Number(id));
          return friend ? publicKeyOf(friend) : null;
        }),
  });
  const { safe, learned } = fakeSafe();
  const keys = createKeys(safe);
  await loadList(createItems(safe, keys));
  const ids = friends.map(({ id }) => id).join();
  expect(api.asked).toEqual(['/conversations', `/encryption/public-keys?user_ids=${ids}`]);
  expect(learned).toEqual(friends.map(({ key }) => keyIdOf(key)));
  expect(conversations.value.map(({ preview }) => preview?.text)).toEqual(
    friends.map(() => 'good morning'),
  );
  // What is known is not asked for again, and two who ask at once ask together.
  await Promise.all([keys.peerKey(2), keys.peerKey(3), keys.peerKey(99), keys.peerKey(99)]);
  expect(api.asked.slice(2)).toEqual(['/encryption/public-keys?user_ids=99']);
  expect(peerKeys.value[99]).toBeNull();
});

test('a page of messages under an earlier key asks for that key once', async () => {
  signIn();
  const [bob] = friendsOf(1);
  if (!bob) throw new Error('bob is missing');
  const earlier = { ...bob, key: bob.old };
  using api = fakeApi({
    '/encryption/public-keys': () => [publicKeyOf(bob)],
    [`/encryption/public-key/${bob.id}`]: () => publicKeyOf(earlier),
  });
  const { safe, learned } = fakeSafe();
  const toItem = createItems(safe, createKeys(safe));
  const page = [1, 2, 3].map((id) => toItem(conversation(earlier, id).last_message));
  await Promise.all(page);
  await toItem(conversation(earlier, 4).last_message);
  const old_id = keyIdOf(bob.old);
  expect(api.asked).toEqual([
    `/encryption/public-keys?user_ids=${bob.id}`,
    `/encryption/public-key/${bob.id}?key_id=${old_id}`,
  ]);
  expect(learned).toEqual([keyIdOf(bob.key), old_id]);
});

test('more ids than an answer may have go in several requests, and one that fails fails alone', async () => {
  const loads: number[][] = [];
  const find = createBatch(async (ids: number[]) => {
    loads.push(ids);
    if (ids.includes(3)) throw new Error('torn');
    return ids.map((id) => id * 10);
  }, 2);
  const found = await Promise.allSettled([1, 2, 3, 4, 5, 1].map(find));
  expect(loads).toEqual([[1, 2], [3, 4], [5]]);
  expect(found.map((each) => (each.status === 'fulfilled' ? each.value : 'torn'))).toEqual([
    10,
    20,
    'torn',
    'torn',
    50,
    10,
  ]);
  expect(await find(6)).toBe(60);
  const short = createBatch(async () => [1], 9);
  await expect(Promise.all([short(1), short(2)])).rejects.toThrow('another length');
});
