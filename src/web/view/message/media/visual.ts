// A message that is seen: a picture or a film.
import type { Attachment, Item } from '../../../model/messages/item';
import { isVisual } from '../../../model/messages/media/kinds';

export interface Visual {
  file: Attachment;
}

export const hasVisual = (item: Item): item is Item & Visual =>
  item.file !== null && isVisual(item.file);
