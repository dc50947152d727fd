// Reacting to a message with an emoji.
import type { Me } from '../../http/tokens';
import { invalid } from '../../protocol/errors';
import { reactions_per_person_max } from '../../protocol/limits';
import type { Message } from '../../protocol/objects';
import { messageReaction } from '../../realtime/outgoing';
import { mustBeEmoji } from '../../values/emoji';
import type { World } from '../../world';
import { mustStillWrite } from '../shared/access';
import { allowChange } from './allowance';
import { otherOf, view, visible } from './visible';

type Deps = Pick<World, 'ledger' | 'friends' | 'messages' | 'rateLimiter'>;

/**
 * Adds or takes back one's reaction.
 * @throws invalidField, noSuchMessage, messageNotYours, notFriends, tooManyRequests
 */
export const react = (world: Deps, me: Me, message_id: number, text: string, isWanted: boolean) => {
  const emoji = mustBeEmoji(text);
  allowChange(world, me);
  const { messages } = world;
  return world.ledger.write(({ now, publish }): Message => {
    const row = visible(world, me, message_id);
    const other = otherOf(row, me);
    mustStillWrite(world, me, other);
    const mine = messages.reactionsOf(row.id).filter(({ user_id }) => user_id === me.id);
    const isNew = isWanted && !mine.some((each) => each.emoji === emoji);
    if (isNew && mine.length >= reactions_per_person_max) {
      throw invalid('emoji', `at most ${reactions_per_person_max} for a message`);
    }
    const isChanged = isWanted
      ? messages.react(row.id, me.id, emoji, now)
      : messages.unreact(row.id, me.id, emoji);
    const message = view(world, me, row);
    if (!isChanged) return message;
    publish(messageReaction(me.id, message));
    if (other !== me.id && messages.isVisible(row, other, me.id))
      publish(messageReaction(other, message));
    return message;
  });
};
