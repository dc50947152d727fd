// Sending, reading and deleting messages.
import type { JobOptions } from '../../db/ledger';
import type { MessageRow, Side } from '../../db/messages';
import { Refusal } from '../../errors';
import type { Me } from '../../http/tokens';
import { page_messages_default } from '../../limits';
import { messageDeleted, messageRead, newMessage } from '../../realtime/tellings';
import type { Message } from '../../realtime/views';
import { toMessage } from '../../realtime/views';
import type { World } from '../../world';
import { draftHash, fileFor, mustBeContent } from './draft';
import type { Draft } from './model';

type Doors = Pick<
  World,
  'ledger' | 'users' | 'friends' | 'messages' | 'files' | 'secret' | 'shredder'
>;

const view = ({ messages }: Pick<World, 'messages'>, row: MessageRow): Message =>
  toMessage(row, messages.fileOf(row));

/** The message that this draft became before, as it now is. @throws clientIdReused */
const sentBefore = ({ messages }: Doors, me: Me, client_id: string, hash: string) => {
  const known = messages.draft(me.id, client_id);
  if (known === undefined) return undefined;
  if (known.draft_hash !== hash) throw new Refusal('clientIdReused');
  const row = messages.byId(known.message_id);
  if (row === undefined) throw new Refusal('noSuchMessage');
  return row;
};

/**
 * Durable when it resolves. The same `client_id` again gives the same message.
 * @throws invalidField, clientIdReused, yourself, noSuchUser, notFriends, noSuchFile
 */
export const sendMessage = (
  world: Doors,
  me: Me,
  draft: Draft,
  options?: JobOptions<Message>,
): Promise<Message> => {
  const { users, friends, messages, ledger } = world;
  const { receiver_id, content, message_type = 'text', is_encrypted = false } = draft;
  const client_id = draft.client_id ?? null;
  mustBeContent(content, is_encrypted);
  const hash = client_id === null ? '' : draftHash(world.secret, draft);
  return ledger.write(({ now, tell }) => {
    const before = client_id === null ? undefined : sentBefore(world, me, client_id, hash);
    if (before !== undefined) return view(world, before);
    if (receiver_id === me.id) throw new Refusal('yourself');
    const contact = friends.contact(me.id, receiver_id);
    if ((contact?.friends_since ?? null) === null || contact === undefined) {
      throw new Refusal(users.byId(receiver_id) ? 'notFriends' : 'noSuchUser');
    }
    const file = fileFor(world, me.id, draft);
    const row = {
      conversation_id: contact.conversation_id,
      sender_id: me.id,
      receiver_id,
      content,
      message_type,
      is_encrypted,
      client_id,
      file_id: file?.id ?? null,
      reply_to: null,
      created_at: now,
    };
    const id = messages.add(row);
    if (client_id !== null) messages.keepDraft(me.id, client_id, hash, id);
    const message = toMessage({ ...row, id, read_at: null, deleted_at: null }, file);
    tell(newMessage(message, users.byId(me.id)?.username ?? ''));
    return message;
  }, options);
};

/** Newest first. @throws yourself, noSuchUser, notFriends where there never was a friendship */
export const history = (
  { users, friends, messages }: Doors,
  me: Me,
  friend_id: number,
  { page = 1, limit = page_messages_default }: { page?: number; limit?: number },
) => {
  if (friend_id === me.id) throw new Refusal('yourself');
  const contact = friends.contact(me.id, friend_id);
  if (contact === undefined) {
    throw new Refusal(users.byId(friend_id) ? 'notFriends' : 'noSuchUser');
  }
  const side: Side = { ...contact };
  const rows = messages.page(side, contact.total, (page - 1) * limit, limit);
  return {
    messages: rows.map((row) => view({ messages }, row)),
    pagination: {
      page,
      limit,
      total: contact.total,
      pages: Math.ceil(contact.total / limit),
    },
  };
};

/** A message that is still there for me. @throws noSuchMessage, messageNotYours */
const mine = ({ messages }: Doors, me: Me, message_id: number): MessageRow => {
  const row = messages.byId(message_id);
  if (row === undefined) throw new Refusal('noSuchMessage');
  if (row.sender_id !== me.id && row.receiver_id !== me.id) throw new Refusal('messageNotYours');
  const friend_id = row.sender_id === me.id ? row.receiver_id : row.sender_id;
  if (!messages.isVisible(row, me.id, friend_id)) throw new Refusal('noSuchMessage');
  return row;
};

/** The receiver's; again it changes nothing. @throws noSuchMessage, messageNotYours */
export const markRead = (world: Doors, me: Me, message_id: number): Promise<void> =>
  world.ledger.write(({ now, tell }) => {
    const row = mine(world, me, message_id);
    if (row.receiver_id !== me.id) throw new Refusal('messageNotYours');
    if (row.read_at !== null) return;
    world.messages.markRead(row, now);
    for (const each of messageRead(row, now)) tell(each);
  });

/**
 * The sender removes it for both, and its file from the disk; the receiver hides it from
 * himself. @throws noSuchMessage, messageNotYours
 */
export const deleteMessage = (world: Doors, me: Me, message_id: number): Promise<void> =>
  world.ledger.write(({ now, tell, after }) => {
    const { messages, files } = world;
    const row = mine(world, me, message_id);
    if (row.sender_id !== me.id) {
      messages.hideFrom(row, me.id);
      return tell(messageDeleted(me.id, message_id, row.sender_id));
    }
    const wasSeen = messages.isVisible(row, row.receiver_id, row.sender_id);
    messages.erase(row, now);
    if (row.file_id !== null && !files.isNamed(row.file_id)) {
      files.doom(row.file_id, now);
      after(() => void world.shredder.run());
    }
    tell(messageDeleted(me.id, message_id, row.receiver_id));
    if (wasSeen) tell(messageDeleted(row.receiver_id, message_id, me.id));
  });
