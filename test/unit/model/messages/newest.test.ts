// What the list of conversations shows as the newest of each.
import { expect, test } from 'bun:test';
import type { Item } from '../../../../src/web/model/messages/item';
import type { Conversation } from '../../../../src/web/model/messages/newest';
import { keepingSame, withUnsent } from '../../../../src/web/model/messages/newest';
import { openBob, say, signIn } from '../../../support/fake-client';
import { settle } from '../../../support/fake-parts';
import { BOB, lost } from '../../../support/fake-server';

const ALICE = 1;
const minute = (count: number) => new Date(Date.UTC(2026, 0, 1, 12, count)).toISOString();

const item = (text: string, sender_id: number, receiver_id: number, at: string): Item => ({
  id: 7,
  order: 0,
  client_id: text,
  sender_id,
  receiver_id,
  text,
  at,
  isSealed: true,
  key_id: null,
  trouble: null,
  state: 'sent',
  progress: null,
  isRead: false,
  read_at: null,
  edited_at: null,
  written_at: null,
  rev: 0,
  mid: '',
  reply_to: null,
  reply_mid: null,
  isForwarded: false,
  album: null,
  expires_in: null,
  expires_at: null,
  reactions: [],
  file: null,
  call: null,
});
const unsent = (text: string, to: number, at: string): Item => ({
  ...item(text, ALICE, to, at),
  id: 0,
  state: 'sending',
});

const conversation = (id: number, at: string | null): Conversation => ({
  friend: {
    id,
    username: `friend ${id}`,
    display_name: '',
    avatar: '',
    status: 'online',
    last_seen: minute(0),
  },
  preview: at === null ? null : item(`from ${id}`, id, ALICE, at),
  unread_count: 2,
  isSilent: false,
  pinned: false,
  archived: false,
  unread: false,
});
const bob = conversation(2, minute(30));
const carol = conversation(3, minute(20));
const dave = conversation(4, null);
const list = [bob, carol, dave];
const shown = (all: Conversation[]) => all.map(({ friend, preview }) => [friend.id, preview?.text]);

test('an unsent message is the newest of its conversation, and moves it up to its time', () => {
  const one = unsent('to carol', 3, minute(40));
  expect(shown(withUnsent(list, [one], 0))).toEqual([
    [3, 'to carol'],
    [2, 'from 2'],
    [4, undefined],
  ]);
  // Also the first message to a friend, and one between two others.
  const two = unsent('to dave', 4, minute(25));
  expect(shown(withUnsent(list, [one, two], 0))).toEqual([
    [3, 'to carol'],
    [2, 'from 2'],
    [4, 'to dave'],
  ]);
  expect(withUnsent(list, [one], 0)[0]?.unread_count).toBe(2);
});

test('of several the one written last is shown, and it stays the newest when the friend writes', () => {
  const all = [unsent('second', 3, minute(12)), unsent('first', 3, minute(11))];
  const [, second] = shown(withUnsent(list, all, 0));
  expect(second).toEqual([3, 'second']);
  expect(shown(withUnsent([carol, bob], all, 0))).toEqual([
    [2, 'from 2'],
    [3, 'second'],
  ]);
});

test('a clock that is off moves nothing', () => {
  const hour_ms = 3_600_000;
  const fast = unsent('to carol', 3, minute(25 + 60));
  expect(shown(withUnsent(list, [fast], hour_ms)).map(([id]) => id)).toEqual([2, 3, 4]);
});

test('without an unsent message the list is the server’s, and strangers are not in it', () => {
  expect(withUnsent(list, [], 0)).toEqual(list);
  expect(withUnsent(list, [unsent('to nobody', 99, minute(50))], 0)).toEqual(list);
});

test('what waits is in the list also where nothing was said before: in notes, and with whom one was a friend', async () => {
  const { app, server } = await signIn();
  using _ = server.refuse(/POST \/messages/, lost);
  const shown = () =>
    app.conversations.list.value.map(({ friend, preview }) => [friend.id, preview?.text]);
  await app.actions.openConversation(ALICE);
  await app.actions.send(ALICE, 'a first note', null);
  await openBob(app);
  expect(shown()).toEqual([
    [ALICE, 'a first note'],
    [BOB, undefined],
  ]);
  await say(app, 'see you by the lake');
  app.screen.closeConversation();
  using __ = server.refuse(/GET \/friends/, lost);
  server.tell('friend_removed', { friend_id: BOB });
  await settle();
  expect(shown()).toContainEqual([BOB, 'see you by the lake']);
});

test('of hundreds of conversations those that are as before are the same objects, and the list if all are', () => {
  const keep = keepingSame();
  const made = () => [1, 2, 3].map((id) => conversation(id, minute(id)));
  const first = keep(made());
  const previews = new Map(first.map(({ friend, preview }) => [friend.id, preview]));
  /** As the list is computed again: of the same messages, and of people who were read again. */
  const again = () =>
    made().map((each) => ({ ...each, preview: previews.get(each.friend.id) ?? null }));
  expect(keep(again())).toBe(first);
  const [one, two, three] = again();
  if (!one || !two || !three) throw new Error('there are three');
  const changed = keep([{ ...two, unread_count: 1 }, one, three]);
  expect(changed.map((each) => first.includes(each))).toEqual([false, true, true]);
  expect(changed[0]?.unread_count).toBe(1);
  const renamed = keep([
    changed[0] ?? two,
    { ...one, friend: { ...one.friend, avatar: 'x' } },
    three,
  ]);
  expect(renamed.map((each) => changed.includes(each))).toEqual([true, false, true]);
});
