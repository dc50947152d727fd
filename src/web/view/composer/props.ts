// What the conversation tells its composer.
import type { Friend } from '../../../protocol/objects';
import type { Item } from '../../model/messages/item';

export interface ComposerProps {
  friend: Friend;
  reply: Item | null;
  edited: Item | null;
  onDone: () => void;
  /** The last own message is to be edited. */
  onEditLast: () => void;
}
