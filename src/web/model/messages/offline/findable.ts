// A message as it is searched: one spelling of each letter (Unicode NFKC), in lower case, with a mark
// for each kind of message.

import { withoutMarks } from '../../../../protocol/formatting';

/** Of the private use area (Unicode 23.5): nobody types them, and a text loses them. */
export const MARKS = {
  picture: '\ue001',
  video: '\ue002',
  voice: '\ue003',
  file: '\ue004',
  link: '\ue005',
};
export type Kind = keyof typeof MARKS;
export const KINDS = Object.keys(MARKS) as Kind[];

const isLink = /https?:\/\//i;

export const searchText = (text: string): string =>
  text
    .replace(/[\ue001-\ue005\0]/g, '')
    .normalize('NFKC')
    .toLowerCase();

interface Findable {
  text: string;
  file: { name: string; type: string } | null;
}

const fileKindOf = ({ name, type }: { name: string; type: string }): Kind => {
  if (type.startsWith('image/')) return 'picture';
  if (type.startsWith('video/')) return 'video';
  return type.startsWith('audio/') && name.startsWith('voice-') ? 'voice' : 'file';
};

/** A message as it is searched: its kinds, its text and the name of its file; '' if there is nothing. */
export const findableText = ({ text, file }: Findable): string => {
  const kinds = [
    ...(file ? [fileKindOf(file)] : []),
    ...(isLink.test(text) ? ['link' as const] : []),
  ];
  const marks = kinds.map((kind) => MARKS[kind]).join('');
  // Found as it was written, and as it is read: in Han text marks stand between two letters of a word.
  const words = withoutMarks(text);
  const all = [text, words === text ? '' : words, file?.name ?? ''];
  return marks + searchText(all.filter(Boolean).join('\n'));
};
