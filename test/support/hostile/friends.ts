// What her friends do meanwhile, at the honest server: they write, answer, correct, delete, and come
// and go.
import { sealWhole } from '../envelope';
import type { Connection } from '../person';
import type { Friend } from './cast';
import { sealFor } from './cast';
import type { Circle } from './life';
import type { Written } from './written';
import { next, note } from './written';

interface Speaking {
  cast: Circle;
  written: Written;
}

export const says = async ({ cast, written }: Speaking, friend: Friend, more: object = {}) => {
  const { person } = friend;
  const text = note(written.said, person.id, next(`${person.username} says`));
  const sealed = sealFor({ id: cast.alice.id, key: cast.key }, friend, { text, ...more });
  const body = { is_encrypted: true, client_id: sealed.mid };
  return person.says({ id: cast.alice.id }, sealed.content, body);
};

const edits = async (
  { cast, written }: Speaking,
  friend: Friend,
  message: { id: number; client_id: string },
) => {
  const { person } = friend;
  const text = note(written.said, person.id, next(`${person.username} corrects`));
  const alice = { id: cast.alice.id, key: cast.key };
  const { mid, content } = sealFor(alice, friend, { text }, { edits: message.client_id });
  await person.put(`/messages/${message.id}`, { content, client_id: mid });
};

const FILE = Buffer.from('what is in the file of a friend');

const sendsFile = async ({ cast }: Speaking, friend: Friend): Promise<void> => {
  const key = Buffer.alloc(32, 7).toString('base64url');
  const form = new FormData();
  form.set('receiver_id', String(cast.alice.id));
  form.set('file', new File([new Uint8Array(sealWhole(key, FILE))], 'blob'));
  const { file_id } = (await friend.person.post('/upload/file', form)).body.data;
  const sha256 = new Bun.CryptoHasher('sha256').update(FILE).digest('base64url');
  const file = { key, name: 'note.txt', type: 'text/plain', size: FILE.length, sha256 };
  const alice = { id: cast.alice.id, key: cast.key };
  const { mid, content } = sealFor(alice, friend, { file }, { type: 'file' });
  const body = { is_encrypted: true, client_id: mid, file_id, message_type: 'file' };
  await friend.person.says({ id: cast.alice.id }, content, body);
};

export const friendsSpeak = async (life: Speaking): Promise<void> => {
  const { friends } = life.cast;
  const speak = async (friend: Friend) => {
    const first = await says(life, friend);
    await says(life, friend, { reply_to: first.id });
    await edits(life, friend, first);
    const gone = await says(life, friend);
    await friend.person.delete(`/messages/${gone.id}`);
    await friend.person.put(`/messages/${first.id}/reactions/👍`);
  };
  await Promise.all(friends.map(speak));
  const [bob] = friends;
  if (bob) await sendsFile(life, bob);
};

/** It rings, and the caller thinks better of it: an entry is left. Nobody is called too often. */
const calls = async (line: Connection, user_id: number): Promise<void> => {
  line.send({ type: 'voice_call_invite', id: 'invite', data: { user_id } });
  const { type, data } = await line.next(({ id }) => id === 'invite');
  if (type !== 'ack') return;
  line.send({ type: 'call_cancel', id: 'cancel', data: { call_id: data.call_id } });
  await line.settled();
};

export const friendsAreThere = async ({ cast }: Speaking): Promise<void> => {
  for (const { person } of cast.friends.slice(0, 2)) {
    using line = await person.connect();
    line.send({ type: 'typing', data: { friend_id: cast.alice.id, active: true } });
    line.send({ type: 'delivered', data: { friend_id: cast.alice.id, up_to: 1e9 } });
    await line.settled();
    const { messages } = (await person.get(`/messages/${cast.alice.id}?limit=3`)).body.data;
    const [newest] = messages;
    if (newest) line.send({ type: 'read', data: { friend_id: cast.alice.id, up_to: newest.id } });
    await line.settled();
    await calls(line, cast.alice.id);
    await person.put('/user/profile', { username: person.username });
  }
};
