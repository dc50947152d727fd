// Sending a message.
import type { JobOptions } from '../../db/ledger/job';
import type { MessageRow } from '../../db/messages/message';
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import type { Message } from '../../protocol/objects';
import { messageSent, newMessage } from '../../realtime/outgoing';
import { toMessage } from '../../realtime/serialize';
import type { World } from '../../world';
import { sideToWrite } from '../shared/access';
import { bringBack } from '../shared/conversation-settings';
import { allow } from './allowance';
import { headerOf, mustBeCurrent } from './check-sealed';
import { draftHash, sentBefore } from './idempotency';
import type { Draft } from './model';
import { fileFor, mustBeContent, mustFitQuota } from './validate';
import { view, visible } from './visible';

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
  | 'rateLimiter'
  | 'config'
  | 'storage'
>;

/**
 * Durable when it resolves. The same `client_id` again gives the same message.
 * @throws invalidField, clientIdReused, noSuchUser, notFriends, noSuchFile, noSuchMessage and
 * messageNotYours of what it replies to, undecryptable, staleKey, tooManyRequests, quotaReached
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
  const written = {
    sender_id: me.id,
    receiver_id,
    content,
    message_type,
    is_encrypted,
    client_id,
  };
  const bytes = mustBeContent(content, is_encrypted);
  const isAgain = () => client_id !== null && messages.draft(me.id, client_id) !== undefined;
  const count = allow(world, me, { rule: 'message', amount: 1, bytes }, isAgain);
  const header = headerOf(written);
  const hash = client_id === null ? '' : draftHash(world.secret, draft);
  return ledger.write((job) => {
    const { now, publish } = job;
    const isMeant = (row: MessageRow) => row.receiver_id === receiver_id;
    const before =
      client_id === null ? undefined : sentBefore(world, me, { client_id, hash }, isMeant);
    if (before !== undefined) return view(world, me, before);
    count();
    const contact = sideToWrite(world, me, receiver_id);
    mustFitQuota(world, me, bytes);
    mustBeCurrent(world, header);
    const file = fileFor(world, me.id, draft);
    const reply_to = draft.reply_to ?? null;
    const lifetime_s = draft.expires_in ?? contact.expires_in ?? 0;
    if (
      reply_to !== null &&
      visible(world, me, reply_to).conversation_id !== contact.conversation_id
    ) {
      throw new Refusal('messageNotYours');
    }
    const row = {
      ...written,
      conversation_id: contact.conversation_id,
      file_id: file?.id ?? null,
      reply_to,
      created_at: now,
      expires_at: lifetime_s === 0 ? null : now + lifetime_s * 1_000,
    };
    const id = messages.add(row);
    if (client_id !== null) messages.keepDraft(me.id, client_id, hash, id);
    const isNote = receiver_id === me.id;
    const read_at = isNote ? now : null;
    const message = toMessage(
      { ...row, id, read_at, read_untold: 0, edited_at: null, deleted_at: null },
      me.id,
      { file },
    );
    if (!isNote) publish(newMessage(message, users.namesOf(me.id)));
    publish(messageSent(me.id, message));
    bringBack(world, job, contact);
    if (!isNote) bringBack(world, job, friends.archived(receiver_id, me.id));
    return message;
  }, options);
};
