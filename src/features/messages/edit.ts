// Editing a message.
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import { edit_window_ms } from '../../protocol/limits';
import type { Message } from '../../protocol/objects';
import { messageEdited } from '../../realtime/outgoing';
import type { World } from '../../world';
import { mustStillWrite } from '../shared/access';
import { allow, changeCost } from './allowance';
import { headerOf, mustBeCurrent } from './check-sealed';
import { editHash, sentBefore } from './idempotency';
import type { Edit } from './model';
import { mustBeContent, mustFitQuota, mustKeepFile } from './validate';
import { view, visible } from './visible';

type Deps = Pick<
  World,
  | 'ledger'
  | 'friends'
  | 'keys'
  | 'messages'
  | 'secret'
  | 'drafts_uncompared_up_to'
  | 'search'
  | 'walScrub'
  | 'rateLimiter'
  | 'config'
  | 'storage'
>;

/**
 * One's own, within 24 hours, between friends; the same `client_id` again changes nothing.
 * @throws invalidField, clientIdReused, noSuchMessage, messageNotYours, notFriends, noSuchFile,
 * undecryptable, staleKey, tooManyRequests, quotaReached
 */
export const editMessage = (world: Deps, me: Me, message_id: number, edit: Edit) => {
  const { messages, search, walScrub } = world;
  const { content, client_id } = edit;
  // Whether it may be blank depends on the message, the rest does not.
  const bytes = mustBeContent(content, true);
  const isAgain = () => client_id !== undefined && messages.draft(me.id, client_id) !== undefined;
  const count = allow(
    world,
    me,
    { rule: 'change', amount: changeCost(world, me, [message_id]), bytes },
    isAgain,
  );
  const hash = editHash(world.secret, message_id, content);
  return world.ledger.write(({ now, publish, after }): Message => {
    const before =
      client_id === undefined
        ? undefined
        : sentBefore(world, me, { client_id, hash }, ({ id }) => id === message_id);
    if (before !== undefined) return view(world, me, before);
    count();
    const row = visible(world, me, message_id);
    mustBeContent(content, Boolean(row.is_encrypted));
    const isLate = now - row.created_at > edit_window_ms;
    const isWritten = row.sender_id === me.id && row.call_id === null;
    if (!isWritten || isLate) throw new Refusal('messageNotYours');
    mustStillWrite(world, me, row.receiver_id);
    mustKeepFile(row, content);
    // A shorter one takes less.
    const more = bytes - Buffer.byteLength(row.content);
    if (more > 0) mustFitQuota(world, me, more);
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
    const edited = { ...row, content, edited_at: now };
    const message = view(world, me, edited);
    publish(messageEdited(me.id, message));
    if (row.receiver_id !== me.id && messages.isVisible(row, row.receiver_id, me.id)) {
      publish(messageEdited(row.receiver_id, view(world, { id: row.receiver_id }, edited)));
    }
    after(walScrub.schedule);
    return message;
  });
};
