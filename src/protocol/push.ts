// What both ends know of push notifications.

/** What a notification is about. */
export const PUSH_KINDS = ['message', 'call', 'over', 'test'] as const;
export type PushKind = (typeof PUSH_KINDS)[number];

/** Why a server pushes nothing. */
export type PushOff = 'off' | 'no_contact' | 'contact_not_routable';

/** How much a notification on a device may say. */
export type PushShow = 'nothing' | 'name' | 'text';

/** Notifications of one tag replace each other; pages close them by it. */
export const messageTag = (user_id: number, friend_id: number) => `message ${user_id} ${friend_id}`;
export const callTag = (user_id: number, call_id: string) => `call ${user_id} ${call_id}`;
export const testTag = (user_id: number) => `test ${user_id}`;

/** The JSON of a push message, as Declarative Web Push has it (https://www.w3.org/TR/push-api/). */
export interface PushPayload {
  web_push: 8030;
  mutable: true;
  /** Unread messages of all conversations that are not silenced. */
  app_badge: number;
  notification: {
    title: string;
    body: string;
    tag: string;
    /** Absolute. */
    navigate: string;
    renotify: boolean;
    silent: boolean;
  };
  chat8: {
    v: 1;
    kind: PushKind;
    /** Whom it is for. */
    to: number;
    /** By which the worker confirms it. */
    id: string;
    /** The other one; 0 for a test. */
    friend_id: number;
    call_id?: string;
    /** Unread messages of this conversation. */
    count: number;
    at: string;
    /** The sealed envelope of the newest message, if it fits. */
    content?: string;
  };
}
