// The database of what a device keeps of one person, beside the one of what that person wrote:
// messages as the server sealed them, and whatever else would be text, sealed by the device's key.
import type { DBSchema, IDBPDatabase } from 'idb';
import type { Message } from '../../../../protocol/objects';
import type { KeptText } from '../../../crypto/engine';
import type { OwnText } from '../../../crypto/own-text';

/** `sealed` holds what a message in the clear says; then `message` says nothing of it. */
export interface KeptMessage {
  id: number;
  friend_id: number;
  /** Its sender and `client_id`: one message for ever, whatever id it comes under. */
  key: string;
  message: Message;
  sealed?: KeptText;
  /** It goes with its message. */
  file_id?: string;
}

/** `walked`: from there to the newest message nothing is missing; 0 at the beginning, else an id. */
export interface KeptChat {
  friend_id: number;
  walked: number | null;
  /** The friend, and how many messages are unread. */
  sealed: KeptText;
}

/** Texts of messages of one conversation, for the search; the key says which ids they are between. */
export interface TextBlock {
  friend_id: number;
  from: number;
  to: number;
  count: number;
  sealed: KeptText;
}
export type BlockKey = [friend_id: number, from: number, to: number, count: number];

/** As the server has it; `sealed` holds what opens a file that the server has in the clear. */
export interface KeptFile {
  id: string;
  size: number;
  /** When it was used last (ms). */
  used: number;
  blob: Blob;
  sealed?: KeptText;
}

/** What a person changed and the server does not know yet, in the order in which it was done. */
export interface KeptChange {
  order: number;
  own: OwnText;
}

/** How far this device is in the events of the server. */
export interface Progress {
  epoch: string;
  seq: number;
}

export interface OfflineSchema extends DBSchema {
  messages: { key: number; value: KeptMessage; indexes: { of: [number, number]; key: string } };
  chats: { key: number; value: KeptChat };
  texts: { key: BlockKey; value: TextBlock };
  files: { key: string; value: KeptFile; indexes: { used: number } };
  changes: { key: number; value: KeptChange };
  keys: { key: string; value: { key_id: string; public_key: string } };
  meta: { key: string; value: unknown };
}

export type Database = IDBPDatabase<OfflineSchema>;

export const VERSION = 1;

export const STORES = ['messages', 'chats', 'texts', 'files', 'keys', 'meta'] as const;
export const ALL_STORES = [...STORES, 'changes'] as const;

export const createStores = (database: Database): void => {
  const messages = database.createObjectStore('messages', { keyPath: 'id' });
  messages.createIndex('of', ['friend_id', 'id']);
  messages.createIndex('key', 'key');
  database.createObjectStore('chats', { keyPath: 'friend_id' });
  database.createObjectStore('texts', { keyPath: ['friend_id', 'from', 'to', 'count'] });
  database.createObjectStore('files', { keyPath: 'id' }).createIndex('used', 'used');
  database.createObjectStore('changes', { keyPath: 'order', autoIncrement: true });
  database.createObjectStore('keys', { keyPath: 'key_id' });
  database.createObjectStore('meta');
};
