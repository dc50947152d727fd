// Unsent messages on this device, each under its own name, so that two tabs lose nothing of each
// other's. Written at once: a page that is closed with the key still down has lost nothing.
import type { Message } from '../../../protocol/objects';
import type { Body } from '../../crypto/body';
import { me } from '../state';
import { forgetText, keepText, keptNames, recallText } from '../store/storage';

export interface Draft {
  client_id: string;
  receiver_id: number;
  message_type: Message['message_type'];
  body: Body;
  reply_to: number | null;
  file_id?: string;
  /** Sealed, once it was. */
  content?: string;
  at: string;
}

const prefix = () => `outbox ${me.value?.id} `;

/** False where the browser's storage is full: the text then lives in this page alone. */
export const keepUnsent = (draft: Draft): boolean =>
  keepText(prefix() + draft.client_id, JSON.stringify(draft));

export const forgetUnsent = (client_id: string): void => forgetText(prefix() + client_id);

export const keptUnsent = (client_id: string): Draft | null => {
  const text = recallText(prefix() + client_id);
  return text === null ? null : (JSON.parse(text) as Draft);
};

/** In the order in which they were written. */
export const allUnsent = (): Draft[] =>
  keptNames()
    .filter((name) => name.startsWith(prefix()))
    .map((name) => JSON.parse(recallText(name) ?? 'null') as Draft | null)
    .filter((draft) => draft !== null)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
