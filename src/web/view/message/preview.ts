// A message in one line.
import { withoutMarks } from '../../../protocol/formatting';
import { bytes } from '../../i18n/format';
import type { Item, Trouble } from '../../model/messages/item';
import { otherOf } from '../../model/messages/item';
import { isVoice } from '../../model/messages/media/kinds';
import { cleanName } from '../ui/file-name';
import type { Client } from '../ui/use-app';
import { callTextOf } from './call/call-words';
import { isPlainFromPinned, isUnderEarlierKey, isUnderNewKey } from './caveats';

const preview_chars_max = 200;
/** Marks are taken out first: so much of a text has words enough, whatever its marks. */
const marked_chars_max = 2_000;

/** So much as a line has use for, and no half of a character. */
const cut = (text: string): string =>
  text.slice(0, preview_chars_max).replace(/[\ud800-\udbff]$/, '');

export const troubleText = (app: Client, { reason, key_id }: Trouble): string => {
  const { t } = app;
  if (reason === 'unreachable') return t.value.message.openLater;
  if (reason === 'unknown_key') return t.value.trust.unknownKey;
  if (reason === 'outdated') return t.value.trust.outdated;
  if (reason === 'deleted_before') return t.value.trust.deletedBefore;
  if (reason === 'missing_key') return t.value.message.missingKey(key_id?.slice(0, 8) ?? '?');
  return t.value.message.undecryptable;
};

export const fileKind = (app: Client, type: string): string => {
  const { t } = app;
  const kind = type.split('/')[0];
  if (kind === 'image') return t.value.message.picture;
  if (kind === 'audio') return t.value.message.audio;
  return kind === 'video' ? t.value.message.video : t.value.message.file;
};

/** Another client may send a kind of content that this one does not know, or nothing. */
export const isBlank = ({ text, file, trouble }: Item): boolean =>
  file === null && trouble === null && text.trim() === '';

/** What of it is not its sender's own word, to stand before the words where a mark has no room. */
export const cautionOf = ({ t, account, pins }: Client, item: Item): string => {
  // A call is the server's word for everybody, and nobody's words.
  if (item.call) return '';
  const pin = pins.pins.value[otherOf(item, account.me.value?.id ?? 0)];
  if (isPlainFromPinned(item, pin)) return `${t.value.message.notEncrypted} · `;
  if (isUnderNewKey(item, pin)) return `${t.value.trust.newKey} · `;
  return isUnderEarlierKey(item, pin) ? `${t.value.trust.earlierKey} · ` : '';
};

export const previewText = (app: Client, item: Item): string =>
  `${cautionOf(app, item)}${sayInOneLine(app, item)}`;

const sayInOneLine = (app: Client, item: Item): string => {
  const { t } = app;
  if (item.trouble) return troubleText(app, item.trouble);
  if (item.call) return callTextOf(app, item);
  if (isBlank(item)) return t.value.message.blank;
  const words = withoutMarks(item.text.slice(0, marked_chars_max));
  const said = cut(words).replace(/\s+/g, ' ');
  if (!item.file) return said;
  const { name, type, size } = item.file;
  if (isVoice(item.file)) return t.value.message.voiceMessage;
  const kind = item.album ? t.value.message.album(item.album.of) : fileKind(app, type);
  if (said) return `${kind} · ${said}`;
  return /^(image|video)\//.test(type) ? kind : `${cut(cleanName(name))} · ${bytes(size)}`;
};
