// Sending messages and reading conversations.
import type { JobOptions } from '../../db/ledger';
import type { MessageRow } from '../../db/message';
import type { Me } from '../../http/tokens';
import { invalid, Refusal } from '../../protocol/errors';
import { page_messages_default, search_page_messages } from '../../protocol/limits';
import type { Message } from '../../protocol/objects';
import { messageSent, newMessage } from '../../realtime/outgoing';
import { toMessage } from '../../realtime/serialize';
import type { World } from '../../world';
import { draftHash, fileFor, mustBeContent } from './draft';
import type { Draft, Page, SearchQuery } from './model';
import { headerOf, mustBeCurrent } from './seal';

type Deps = Pick<
  World,
  | 'ledger'
  | 'users'
  | 'friends'
  | 'messages'
  | 'files'
  | 'keys'
  | 'secret'
  | 'drafts_uncompared_up_to'
>;

export const view = ({ messages }: Pick<World, 'messages'>, row: MessageRow): Message =>
  toMessage(row, messages.extrasOf(row));

/** A message that is still there for me. @throws noSuchMessage, messageNotYours */
export const visible = (
  { messages }: Pick<World, 'messages'>,
  me: { id: number },
  message_id: number,
): MessageRow => {
  const row = messages.byId(message_id);
  if (row === undefined) throw new Refusal('noSuchMessage');
  if (row.sender_id !== me.id && row.receiver_id !== me.id) throw new Refusal('messageNotYours');
  const friend_id = row.sender_id === me.id ? row.receiver_id : row.sender_id;
  if (!messages.isVisible(row, me.id, friend_id)) throw new Refusal('noSuchMessage');
  return row;
};

/**
 * The message that this draft became before, as it now is. If its hash can't be compared any more,
 * `isMeant` decides. @throws clientIdReused
 */
export const sentBefore = (
  { messages, drafts_uncompared_up_to }: Pick<World, 'messages' | 'drafts_uncompared_up_to'>,
  me: { id: number },
  { client_id, hash }: { client_id: string; hash: string },
  isMeant: (row: MessageRow) => boolean,
) => {
  const known = messages.draft(me.id, client_id);
  if (known === undefined) return undefined;
  const row = messages.byId(known.message_id);
  const isSame =
    known.draft_hash === hash ||
    (known.message_id <= drafts_uncompared_up_to && row !== undefined && isMeant(row));
  if (!isSame) throw new Refusal('clientIdReused');
  if (row === undefined) throw new Refusal('noSuchMessage');
  return row;
};

/**
 * Durable when it resolves. The same `client_id` again gives the same message.
 * @throws invalidField, clientIdReused, yourself, noSuchUser, notFriends, noSuchFile
 */
export const sendMessage = (
  world: Deps,
  me: Pick<Me, 'id'>,
  draft: Draft,
  options?: JobOptions<Message>,
): Promise<Message> => {
  const { users, friends, messages, ledger } = world;
  const { receiver_id, content, message_type = 'text', is_encrypted = false } = draft;
  const client_id = draft.client_id ?? null;
  mustBeContent(content, is_encrypted);
  const header = headerOf({
    sender_id: me.id,
    receiver_id,
    content,
    message_type,
    is_encrypted,
    client_id,
  });
  const hash = client_id === null ? '' : draftHash(world.secret, draft);
  return ledger.write(({ now, publish }) => {
    const isMeant = (row: MessageRow) => row.receiver_id === receiver_id;
    const before =
      client_id === null ? undefined : sentBefore(world, me, { client_id, hash }, isMeant);
    if (before !== undefined) return view(world, before);
    if (receiver_id === me.id) throw new Refusal('yourself');
    const contact = friends.contact(me.id, receiver_id);
    if ((contact?.friends_since ?? null) === null || contact === undefined) {
      throw new Refusal(users.byId(receiver_id) ? 'notFriends' : 'noSuchUser');
    }
    mustBeCurrent(world, header);
    const file = fileFor(world, me.id, draft);
    const reply_to = draft.reply_to ?? null;
    if (
      reply_to !== null &&
      visible(world, me, reply_to).conversation_id !== contact.conversation_id
    ) {
      throw new Refusal('messageNotYours');
    }
    const row = {
      conversation_id: contact.conversation_id,
      sender_id: me.id,
      receiver_id,
      content,
      message_type,
      is_encrypted,
      client_id,
      file_id: file?.id ?? null,
      reply_to,
      created_at: now,
    };
    const id = messages.add(row);
    if (client_id !== null) messages.keepDraft(me.id, client_id, hash, id);
    const message = toMessage(
      { ...row, id, read_at: null, edited_at: null, deleted_at: null },
      { file },
    );
    publish(newMessage(message, users.nameOf(me.id)));
    publish(messageSent(me.id, message));
    return message;
  }, options);
};

/** @throws yourself, noSuchUser, notFriends where there never was a friendship */
const contactWith = ({ users, friends }: Deps, me: Me, friend_id: number) => {
  if (friend_id === me.id) throw new Refusal('yourself');
  const contact = friends.contact(me.id, friend_id);
  if (contact !== undefined) return contact;
  throw new Refusal(users.byId(friend_id) ? 'notFriends' : 'noSuchUser');
};

/**
 * Newest first; a page by its number, or what is next to a message: older than `before`, or newer
 * than `after`, with which a reader who went far back comes forward again.
 */
export const history = (world: Deps, me: Me, friend_id: number, asked: Page) => {
  const { page = 1, limit = page_messages_default, before, after } = asked;
  const { messages } = world;
  const contact = contactWith(world, me, friend_id);
  const { total } = contact;
  const pages = Math.ceil(total / limit);
  if (after !== undefined && before === undefined) {
    const newer = messages.after(contact, after, limit + 1);
    const shown = newer.slice(0, limit).reverse();
    const oldest = shown.at(-1)?.id;
    const hasOlder = oldest !== undefined && messages.before(contact, oldest, 1).length > 0;
    const next_after = newer.length > limit ? (shown[0]?.id ?? null) : null;
    const next_before = hasOlder ? oldest : null;
    return {
      messages: shown.map((row) => view(world, row)),
      pagination: { page, limit, total, pages, next_before, next_after },
    };
  }
  // One more than asked for tells whether there is anything beyond.
  const rows =
    before === undefined
      ? messages.page(contact, total, (page - 1) * limit, limit + 1)
      : messages.before(contact, before, limit + 1);
  const shown = rows.slice(0, limit);
  return {
    messages: shown.map((row) => view(world, row)),
    pagination: {
      page,
      limit,
      total,
      pages,
      next_before: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    },
  };
};

/** Reading goes on where nothing can be written: the newest are then found later. */
const catchUp = async ({ search, ledger }: Pick<World, 'search' | 'ledger'>) => {
  try {
    while (search.isBehind()) await ledger.write(() => search.advance());
  } catch (error) {
    if (!(error instanceof Refusal && error.refusal === 'cannotStore')) throw error;
  }
};

/** One's own unencrypted messages, newest first. @throws yourself, noSuchUser, notFriends */
export const searchMessages = async (
  world: Deps & Pick<World, 'search'>,
  me: Me,
  { q, friend_id, before = Number.MAX_SAFE_INTEGER }: SearchQuery,
) => {
  if (q.trim() === '') throw invalid('q', 'must not be blank');
  const conversation_id =
    friend_id === undefined ? undefined : contactWith(world, me, friend_id).conversation_id;
  await catchUp(world);
  const rows = world.search.find(me.id, q, conversation_id, before, search_page_messages + 1);
  const shown = rows.slice(0, search_page_messages);
  return {
    messages: shown.map((row) => view(world, row)),
    next_before: rows.length > search_page_messages ? (shown.at(-1)?.id ?? null) : null,
  };
};
