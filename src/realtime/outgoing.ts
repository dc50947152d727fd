// Builds outgoing events by meaning; features publish them from a ledger job.
import { toRfc3339 } from '../platform/clock';
import type {
  CallEnd,
  ConversationSettings,
  Friend,
  Message,
  Person,
  Privacy,
  PushState,
  Status,
} from '../protocol/objects';
import { outgoing } from './events';

type Names = Pick<Person, 'id' | 'username' | 'display_name'>;

export const newMessage = (message: Message, { username, display_name }: Omit<Names, 'id'>) =>
  outgoing(
    message.receiver_id,
    'new_message',
    { ...message, sender_username: username, sender_name: display_name },
    { subject_id: message.id },
  );

/** A message to one of its two people, under one of the types that show it whole. */
const aboutMessage =
  (type: 'message_sent' | 'message_edited' | 'call_entry') => (to: number, message: Message) =>
    outgoing(to, type, message, { subject_id: message.id });

export const messageSent = aboutMessage('message_sent');
export const messageEdited = aboutMessage('message_edited');
export const callEntry = aboutMessage('call_entry');

/** The reactions alone: a message may be long, and is reacted to often. */
export const messageReaction = (
  to: number,
  { id, sender_id, receiver_id, reactions = [] }: Message,
) =>
  outgoing(to, 'message_reaction', { id, sender_id, receiver_id, reactions }, { subject_id: id });

interface Reading {
  friend_id: number;
  reader_id: number;
  marked: { message_ids: number[] } | { up_to: number };
}

/** To one of the two; `friend_id` is the other one. */
export const messageRead = (to: number, { friend_id, reader_id, marked }: Reading, now: number) => {
  const data = { ...marked, friend_id, reader_id, read_at: toRfc3339(now) };
  return outgoing(to, 'message_read', data, { detail: data });
};

export const messageDelivered = (to: number, friend_id: number, up_to: number) => {
  const data = { friend_id, up_to };
  return outgoing(to, 'message_delivered', data, { detail: data });
};

export const typing = (to: number, user_id: number, active: boolean) =>
  outgoing(to, 'typing', { user_id, active });

export const messageDeleted = (to: number, message_id: number, friend_id: number) =>
  outgoing(
    to,
    'message_deleted',
    { message_id, friend_id },
    { subject_id: message_id, detail: { friend_id } },
  );

interface Request {
  id: number;
  to_user_id: number;
  message: string;
}

export const friendRequest = (request: Request, from: Names) =>
  outgoing(
    request.to_user_id,
    'friend_request',
    {
      request_id: request.id,
      from_user_id: from.id,
      from_username: from.username,
      from_name: from.display_name,
      message: request.message,
    },
    { subject_id: request.id },
  );

export const friendRequestClosed = (
  to: number,
  request_id: number,
  outcome: 'accepted' | 'rejected' | 'cancelled',
) => {
  const data = { request_id, outcome };
  return outgoing(to, 'friend_request_closed', data, { detail: data });
};

export const friendAccepted = (to: number, friend: Friend) =>
  outgoing(to, 'friend_accepted', { friend }, { subject_id: friend.id });

interface Proven {
  friend_id: number;
  code: string;
  key_id: string;
  proof: string;
}

export const friendProof = (to: number, proven: Proven) =>
  outgoing(to, 'friend_proof', proven, { detail: proven });

export const friendRemoved = (to: number, friend_id: number) =>
  outgoing(to, 'friend_removed', { friend_id }, { subject_id: friend_id });

export const profileUpdated = (to: number, { id, username, display_name, avatar }: Person) => {
  const data = { user_id: id, username, display_name, avatar };
  return outgoing(to, 'profile_updated', data, { subject_id: id });
};

export const userStatus = (to: number, user_id: number, username: string, status: Status) =>
  outgoing(to, 'user_status', { user_id, username, status });

export const callInvite = (to: number, kind: 'voice' | 'video', call_id: string, from: Names) =>
  outgoing(to, `${kind}_call_invite`, {
    call_id,
    from_user_id: from.id,
    from_username: from.username,
    from_name: from.display_name,
  });

export const vaultChanged = (to: number, vault_version: number) => {
  const data = { vault_version };
  return outgoing(to, 'vault_changed', data, { detail: data });
};

export const vaultRefused = (to: number, session_id: number, user_agent: string) => {
  const data = { session_id, user_agent };
  return outgoing(to, 'vault_refused', data, { detail: data });
};

interface KeyOf {
  user_id: number;
  key_id: string | null;
  version: number;
}

export const keyChanged = (to: number, { user_id, key_id, version }: KeyOf) => {
  const data = { user_id, key_id, version };
  return outgoing(to, 'key_changed', data, { detail: data });
};

export const conversationChanged = (
  to: number,
  friend_id: number,
  settings: ConversationSettings,
  more: { cleared_up_to?: number; changed_by?: number } = {},
) => {
  const data = { friend_id, ...settings, ...more };
  return outgoing(to, 'conversation_changed', data, { detail: data });
};

export const privacyChanged = (to: number, privacy: Privacy) =>
  outgoing(to, 'privacy_changed', privacy, { detail: privacy });

export const pushShown = (to: number, subscription_id: number, push_id: string) => {
  const data = { subscription_id, push_id };
  return outgoing(to, 'push_shown', data, { detail: data });
};

export const pushState = (
  to: number,
  subscription_id: number,
  state: PushState,
  why: string | null,
) => {
  const data = { subscription_id, state, why };
  return outgoing(to, 'push_state', data, { detail: data });
};

export const callAccepted = (to: number, call_id: string, device: string, device_token?: string) =>
  outgoing(to, 'call_accepted', {
    call_id,
    device,
    ...(device_token === undefined ? {} : { device_token }),
  });

export const callSignal = (to: number, call_id: string, payload: unknown) =>
  outgoing(to, 'call_signal', { call_id, payload });

export const callRejoined = (to: number, call_id: string, user_id: number) =>
  outgoing(to, 'call_rejoined', { call_id, user_id });

export const callEnded = (to: number, call_id: string, reason: CallEnd) =>
  outgoing(to, 'call_ended', { call_id, reason });

export const callTest = (to: number, call_id: string, user_id: number) =>
  outgoing(to, 'call_test', { call_id, user_id });
