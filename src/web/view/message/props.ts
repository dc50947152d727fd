// What the parts of a message are given.
import type { Item } from '../../model/messages/item';

export interface BubbleProps {
  item: Item;
  /** What is shown as one: the message itself, or all of an album, of which it is the first. */
  members: Item[];
  friend_id: number;
  /** As they are called here, and with the user name where keys are spoken of. */
  theirName: string;
  theirFullName: string;
  isGrouped: boolean;
  onReply: (item: Item) => void;
  onEdit: (item: Item) => void;
  onForward: (items: Item[]) => void;
  onSelect: (item: Item, isRange?: boolean) => void;
  /** Several are being selected: nothing in it is pressed. */
  isSelecting: boolean;
  onJump: (from: Item, id: number) => void;
}
