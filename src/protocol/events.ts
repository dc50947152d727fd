// The events of the socket: their names, what each carries, and whether it is durable. A person's
// display name is "" if they have none. The schemas that /docs shows stand in
// realtime/schemas, how each is replayed in features/events.
import type {
  CallEnd,
  ConversationSettings,
  Friend,
  Message,
  Privacy,
  PushState,
  Status,
} from './objects';

interface CallInvite {
  call_id: string;
  from_user_id: number;
  from_username: string;
  from_name: string;
}

export interface EventPayloads {
  hello: {
    user_id: number;
    epoch: string;
    seq: number;
    resumed: boolean;
    /** Of the web client that the server carries. */
    build: string;
    restored_at?: string;
  };
  new_message: Message & { sender_username: string; sender_name: string };
  message_sent: Message;
  message_delivered: { friend_id: number; up_to: number };
  message_edited: Message;
  message_reaction: Pick<Message, 'id' | 'sender_id' | 'receiver_id'> & {
    reactions: NonNullable<Message['reactions']>;
  };
  message_read: {
    message_ids?: number[];
    up_to?: number;
    friend_id: number;
    reader_id: number;
    read_at: string;
  };
  message_deleted: { message_id: number; friend_id: number };
  friend_request: {
    request_id: number;
    from_user_id: number;
    from_username: string;
    from_name: string;
    message: string;
  };
  friend_request_closed: { request_id: number; outcome: 'accepted' | 'rejected' | 'cancelled' };
  friend_accepted: { friend: Friend };
  friend_proof: { friend_id: number; code: string; key_id: string; proof: string };
  friend_removed: { friend_id: number };
  profile_updated: { user_id: number; username: string; display_name: string; avatar: string };
  key_changed: { user_id: number; key_id: string | null; version: number };
  vault_changed: { vault_version: number };
  vault_refused: { session_id: number; user_agent: string };
  conversation_changed: { friend_id: number } & ConversationSettings & {
      /** Everything up to that message is hidden from oneself. */
      cleared_up_to?: number;
      /** Who changed `expires_in` just now. */
      changed_by?: number;
    };
  privacy_changed: Privacy;
  push_shown: { subscription_id: number; push_id: string };
  push_state: { subscription_id: number; state: PushState; why: string | null };
  user_status: { user_id: number; username: string; status: Status };
  typing: { user_id: number; active: boolean };
  voice_call_invite: CallInvite;
  video_call_invite: CallInvite;
  /** `device_token` only for the device that accepted; `device` is the same while the call lasts. */
  call_accepted: { call_id: string; device: string; device_token?: string };
  call_signal: { call_id: string; payload: unknown };
  /** The other device goes on at another socket: the caller restarts ICE. */
  call_rejoined: { call_id: string; user_id: number };
  call_ended: { call_id: string; reason: CallEnd };
  call_entry: Message;
  /** A friend, `user_id`, asks the open pages to join a test call. */
  call_test: { call_id: string; user_id: number };
  pong: object;
  ack: object;
  error: { code: string; message: string; details: Record<string, unknown> };
}

export type EventType = keyof EventPayloads;

/** Durable events are kept in the account's event log, under a `seq`, and replayed. */
export const IS_DURABLE = {
  hello: false,
  new_message: true,
  message_sent: true,
  message_delivered: true,
  message_edited: true,
  message_reaction: true,
  message_read: true,
  message_deleted: true,
  friend_request: true,
  friend_request_closed: true,
  friend_accepted: true,
  friend_proof: true,
  friend_removed: true,
  profile_updated: true,
  key_changed: true,
  vault_changed: true,
  vault_refused: true,
  conversation_changed: true,
  privacy_changed: true,
  push_shown: true,
  push_state: true,
  user_status: false,
  typing: false,
  voice_call_invite: false,
  video_call_invite: false,
  call_accepted: false,
  call_signal: false,
  call_rejoined: false,
  call_ended: false,
  call_entry: true,
  call_test: false,
  pong: false,
  ack: false,
  error: false,
} as const satisfies Record<EventType, boolean>;

export type DurableEventType = {
  [Type in EventType]: (typeof IS_DURABLE)[Type] extends true ? Type : never;
}[EventType];

/** A frame from the server, distinguished by its `type`; only durable ones have a `seq`. */
export type ServerFrame = {
  [Type in EventType]: {
    type: Type;
    data: EventPayloads[Type];
    seq?: number;
    id?: string | number;
    timestamp: string;
  };
}[EventType];
