// What becomes of a message after it was sent: read, edited, reacted to, deleted.
import type { JobContext } from '../../db/ledger';
import type { MessageRow } from '../../db/message';
import type { Me } from '../../http/tokens';
import { invalid, Refusal } from '../../protocol/errors';
import { edit_window_ms, reactions_per_person_max } from '../../protocol/limits';
import type { Message } from '../../protocol/objects';
import {
  messageDeleted,
  messageEdited,
  messageReaction,
  messageRead,
} from '../../realtime/outgoing';
import { mustBeEmoji } from '../../values/emoji';
import type { World } from '../../world';
import { editHash, mustBeContent, mustKeepFile } from './draft';
import type { Edit } from './model';
import { headerOf, mustBeCurrent } from './seal';
import { sentBefore, view, visible } from './service';

type Deps = Pick<
  World,
  | 'ledger'
  | 'friends'
  | 'keys'
  | 'messages'
  | 'files'
  | 'secret'
  | 'drafts_uncompared_up_to'
  | 'fileDeletion'
  | 'search'
  | 'walScrub'
>;

const otherOf = (row: MessageRow, me: { id: number }) =>
  row.sender_id === me.id ? row.receiver_id : row.sender_id;

/** The receiver's; again it changes nothing. @throws noSuchMessage, messageNotYours */
export const markRead = (world: Deps, me: Pick<Me, 'id'>, message_id: number): Promise<void> =>
  world.ledger.write(({ now, publish }) => {
    const row = visible(world, me, message_id);
    if (row.receiver_id !== me.id) throw new Refusal('messageNotYours');
    if (row.read_at !== null) return;
    world.messages.markRead(row, now);
    const marked = { message_ids: [row.id] };
    const { sender_id } = row;
    for (const each of messageRead({ reader_id: me.id, sender_id, marked }, now)) publish(each);
  });

/**
 * One's own, within 24 hours, between friends; the same `client_id` again changes nothing.
 * @throws invalidField, clientIdReused, noSuchMessage, messageNotYours, notFriends, noSuchFile
 */
export const editMessage = (world: Deps, me: Me, message_id: number, edit: Edit) => {
  const { friends, messages, search, walScrub } = world;
  const { content, client_id } = edit;
  // Whether it may be blank depends on the message, the rest does not.
  mustBeContent(content, true);
  const hash = editHash(world.secret, message_id, content);
  return world.ledger.write(({ now, publish, after }): Message => {
    const before =
      client_id === undefined
        ? undefined
        : sentBefore(world, me, { client_id, hash }, ({ id }) => id === message_id);
    if (before !== undefined) return view(world, before);
    const row = visible(world, me, message_id);
    mustBeContent(content, Boolean(row.is_encrypted));
    const isLate = now - row.created_at > edit_window_ms;
    if (row.sender_id !== me.id || isLate) throw new Refusal('messageNotYours');
    if (!friends.areFriends(me.id, row.receiver_id)) throw new Refusal('notFriends');
    mustKeepFile(row, content);
    const header = headerOf({
      ...row,
      content,
      is_encrypted: Boolean(row.is_encrypted),
      client_id,
      edits: row.client_id,
    });
    mustBeCurrent(world, header);
    search.replace(row, content);
    messages.edit(row.id, content, now);
    if (client_id !== undefined) messages.keepDraft(me.id, client_id, hash, row.id);
    const message = view(world, { ...row, content, edited_at: now });
    publish(messageEdited(me.id, message));
    if (messages.isVisible(row, row.receiver_id, me.id)) {
      publish(messageEdited(row.receiver_id, message));
    }
    after(walScrub.schedule);
    return message;
  });
};

/** Adds or takes back one's reaction. @throws invalidField, noSuchMessage, messageNotYours */
export const react = (world: Deps, me: Me, message_id: number, text: string, isWanted: boolean) => {
  const emoji = mustBeEmoji(text);
  const { messages, friends } = world;
  return world.ledger.write(({ now, publish }): Message => {
    const row = visible(world, me, message_id);
    const other = otherOf(row, me);
    if (!friends.areFriends(me.id, other)) throw new Refusal('notFriends');
    const mine = messages.reactionsOf(row.id).filter(({ user_id }) => user_id === me.id);
    const isNew = isWanted && !mine.some((each) => each.emoji === emoji);
    if (isNew && mine.length >= reactions_per_person_max) {
      throw invalid('emoji', `at most ${reactions_per_person_max} for a message`);
    }
    const isChanged = isWanted
      ? messages.react(row.id, me.id, emoji, now)
      : messages.unreact(row.id, me.id, emoji);
    const message = view(world, row);
    if (!isChanged) return message;
    publish(messageReaction(me.id, message));
    if (messages.isVisible(row, other, me.id)) publish(messageReaction(other, message));
    return message;
  });
};

/** The text, the reactions and the file go, a tombstone stays; inside a ledger job. */
export const removeForBoth = (
  { messages, files, search, walScrub, fileDeletion }: Omit<Deps, 'ledger' | 'friends' | 'keys'>,
  { now, publish, after }: JobContext,
  row: MessageRow,
): void => {
  const { id, sender_id, receiver_id, file_id } = row;
  const sides = [
    [sender_id, receiver_id],
    [receiver_id, sender_id],
  ] as const;
  const seeing = sides.filter(([me, other]) => messages.isVisible(row, me, other));
  search.forget(row);
  messages.unreactAll(id);
  messages.erase(row, now);
  if (file_id !== null && !files.isNamed(file_id)) {
    files.markDeleted(file_id, now);
    after(() => void fileDeletion.run());
  }
  for (const [me, other] of seeing) publish(messageDeleted(me, id, other));
  after(walScrub.schedule);
};

/**
 * The sender removes it for both, and its file from the disk; the receiver hides it from
 * himself. @throws noSuchMessage, messageNotYours
 */
export const deleteMessage = (world: Deps, me: Me, message_id: number): Promise<void> =>
  world.ledger.write((job) => {
    const row = visible(world, me, message_id);
    if (row.sender_id === me.id) return removeForBoth(world, job, row);
    world.messages.hideFrom(row, me.id);
    job.publish(messageDeleted(me.id, message_id, row.sender_id));
  });
