// A message that is seen: a picture or a film.
import { MIB } from '../../../../protocol/limits';
import type { Attachment, Item } from '../../../model/messages/item';
import { isVisual } from '../../../model/messages/media/kinds';

export interface Visual {
  file: Attachment;
}

/** Pictures up to this size are loaded without a press. */
export const picture_bytes_max = 8 * MIB;

export const hasVisual = (item: Item): item is Item & Visual =>
  item.file !== null && isVisual(item.file);
