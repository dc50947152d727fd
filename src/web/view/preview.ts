// A message in one line.
import type { Item } from '../model/state';
import { w } from '../words/words';

export const troubleText = (trouble: string): string =>
  trouble === 'missing_key' ? w.value.missingKey : w.value.undecryptable;

export const fileKind = (type: string): string => {
  const kind = type.split('/')[0];
  if (kind === 'image') return w.value.picture;
  if (kind === 'audio') return w.value.audio;
  return kind === 'video' ? w.value.video : w.value.file;
};

export const previewText = (item: Item): string => {
  if (item.trouble) return troubleText(item.trouble);
  if (item.file) return `${fileKind(item.file.type)} · ${item.file.name}`;
  return item.text;
};
