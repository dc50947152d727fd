// Validates what somebody wants to send before it becomes a message.
import { fileUrl } from '../../http/paths';
import { invalid, Refusal } from '../../protocol/errors';
import { content_bytes_max, texts_over_quota_bytes } from '../../protocol/limits';
import type { World } from '../../world';
import type { Draft } from './model';

/** Returns its size in bytes. @throws invalidField */
export const mustBeContent = (content: string, is_encrypted: boolean): number => {
  const bytes = content.length > content_bytes_max ? content.length : Buffer.byteLength(content);
  if (bytes > content_bytes_max) throw invalid('content', `at most ${content_bytes_max} bytes`);
  if (content === '' || (!is_encrypted && content.trim() === '')) {
    throw invalid('content', 'must not be blank');
  }
  return bytes;
};

/** What is repeated was let in before. @throws quotaReached */
export const mustFitQuota = (
  { config, storage }: Pick<World, 'config' | 'storage'>,
  me: { id: number },
  bytes: number,
): void => {
  const most = config.user_quota_bytes + texts_over_quota_bytes;
  if (storage.usedBy(me.id) + bytes > most) throw new Refusal('quotaReached');
};

const FILE_URL_PREFIX = fileUrl('');

/** The file that a draft names, by `file_id` or by a plain content that is its URL. */
const namedFile = ({
  file_id,
  content,
  is_encrypted,
}: Pick<Draft, 'file_id' | 'content' | 'is_encrypted'>): string | undefined => {
  if (file_id !== undefined) return file_id;
  if (is_encrypted || !content.startsWith(FILE_URL_PREFIX)) return undefined;
  const id = content.slice(FILE_URL_PREFIX.length);
  return /^[a-z0-9]+$/.test(id) ? id : undefined;
};

/** @throws noSuchFile unless it is the sender's upload to this receiver */
export const fileFor = ({ files }: Pick<World, 'files'>, sender_id: number, draft: Draft) => {
  const id = namedFile(draft);
  if (id === undefined) return undefined;
  const file = files.byId(id);
  if (file?.owner_id !== sender_id || file.receiver_id !== draft.receiver_id) {
    throw new Refusal('noSuchFile');
  }
  return file;
};

/** An edit brings no other file than the message has. @throws noSuchFile */
export const mustKeepFile = (
  row: { file_id: string | null; is_encrypted: boolean | number },
  content: string,
): void => {
  const named = namedFile({ content, is_encrypted: Boolean(row.is_encrypted) });
  if (named !== undefined && named !== row.file_id) throw new Refusal('noSuchFile');
};
