// All that the screens show, as signals; model/ changes them, view/ reads them.
import { computed, signal } from '@preact/signals';
import type { Admission } from '../../features/auth/model';
import type { Requests } from '../../features/friends/model';
import type { Profile } from '../../features/user/model';
import type { Friend, Message } from '../../protocol/objects';
import type { Measures } from '../crypto/body';
import type { Pin } from '../crypto/vault-content';
import { withUnsent } from './messages/newest';

export type Phase =
  | 'starting'
  | 'insecure'
  | 'unreachable'
  | 'welcome'
  | 'recovery'
  | 'locked'
  | 'ready';

/** Why a visit ended. */
export type Parting = 'ended' | 'otherPerson' | 'signedOut' | 'erased';

type Inviter = NonNullable<NonNullable<Admission['invite']>['inviter']>;

interface Question {
  title: string;
  text: string;
  act: string;
  isGrave: boolean;
}

/** The inside of a sealed file. */
export interface FileKey {
  key: string;
  sha256: string;
}

export interface Attachment extends Measures {
  id: string;
  name: string;
  size: number;
  type: string;
  seal: FileKey | null;
  /** What the sender made of it: a tiny picture, or the shape of a voice. Anyone's text. */
  preview?: string | undefined;
}

/** Why a message does not open, and the key that it needed. */
export interface Trouble {
  reason: string;
  key_id: string | null;
}

/** A message as it is shown; `id` is 0 until the server has it. */
export interface Item {
  id: number;
  client_id: string;
  sender_id: number;
  receiver_id: number;
  text: string;
  at: string;
  isSealed: boolean;
  /** The friend's key that it was sealed with. */
  key_id: string | null;
  trouble: Trouble | null;
  state: 'sending' | 'failed' | 'sent';
  progress: number | null;
  isRead: boolean;
  read_at: string | null;
  edited_at: string | null;
  reply_to: number | null;
  reactions: NonNullable<Message['reactions']>;
  file: Attachment | null;
}

/** The part of a conversation that is at hand, without a gap. */
export interface History {
  /** The oldest first; those that the server does not have yet come last. */
  items: Item[];
  next_before: number | null;
  /** Null where it reaches the newest message. */
  next_after: number | null;
  isLoading: boolean;
  /** The first that was unread when the conversation was opened. */
  unread_from: number | null;
}

export interface Conversation {
  friend: Friend;
  preview: Item | null;
  unread_count: number;
}

export interface PeerKey {
  public_key: string;
  key_id: string;
}

export type FriendRequest = Requests[number];

export const phase = signal<Phase>('starting');
export const me = signal<Profile | null>(null);
export const isOnline = signal(true);
export const recovery = signal<string | null>(null);
/** A code was made, and nobody has shown yet that they kept it. */
export const recoveryDue = signal(false);
/** The vault needs an earlier password, or this device only lacks what opens it. */
export const lockedBy = signal<'device' | 'password'>('device');
export const parting = signal<Parting | null>(null);
/** Null until the server has said who may register. */
export const admission = signal<Admission | null>(null);
/** An invitation that someone with an account followed; nobody's where it is good no more. */
export const invited = signal<{ inviter: Inviter | null; key_id: string } | null>(null);
/** This device's clock minus the server's; 0 where they agree well enough. */
export const clockOff_ms = signal(0);
/** The server's data is from a backup: its newest messages may be missing. */
export const isRestored = signal(false);
/** The open dialogs, the topmost last. */
export const dialogs = signal<number[]>([]);
export const question = signal<(Question & { answer: (isYes: boolean) => void }) | null>(null);
/** The list of conversations is here. */
export const isLoaded = signal(false);
export const notice = signal<{ text: string; isBad: boolean } | null>(null);

export const friends = signal<Friend[]>([]);
export const conversations = signal<Conversation[]>([]);
export const requests = signal<FriendRequest[]>([]);
export const opened = signal<number | null>(null);
/** Who was just blocked or removed: their conversation stays on the screen until one leaves it. */
export const parted = signal<Friend | null>(null);
export const histories = signal<Record<number, History>>({});
/** Where a reader wants to be: at a message, or at the end. Each wish is a new object. */
export const place = signal<{ friend_id: number; id: number | 'end' } | null>(null);
/** The newest message of a friend, for who listens to the screen. */
export const arrived = signal<Item | null>(null);
/** The friend whose changed key stops a message, until someone decides. */
export const askedAbout = signal<number | null>(null);
export const deliveredUpTo = signal<Record<number, number>>({});
export const typing = signal<Record<number, number>>({});
export const pins = signal<Record<string, Pin>>({});
/** Null where a friend has no key. */
export const peerKeys = signal<Record<number, PeerKey | null>>({});

/** Messages that the server does not have yet, by `client_id`. */
export const unsent = signal<Record<string, Item>>({});

/** Friends without a message yet are conversations too. */
export const shown = computed((): Conversation[] => {
  const known = new Set(conversations.value.map(({ friend }) => friend.id));
  const isFriend = (id: number) => friends.value.some((friend) => friend.id === id);
  const last = parted.value;
  const isLeft = last !== null && last.id === opened.value && !isFriend(last.id);
  const rest = [...friends.value, ...(isLeft ? [last] : [])].filter(({ id }) => !known.has(id));
  const all = [
    ...conversations.value,
    ...rest.map((friend) => ({ friend, preview: null, unread_count: 0 })),
  ];
  return withUnsent(all, Object.values(unsent.value), clockOff_ms.value);
});

export const current = computed(
  () => shown.value.find(({ friend }) => friend.id === opened.value) ?? null,
);

let timer: ReturnType<typeof setTimeout> | undefined;

export const hush = (): void => {
  clearTimeout(timer);
  notice.value = null;
};

const notice_ms = 5_000;
const bad_notice_ms = 10_000;

/** A line that a screen reader says too; it goes after a while. */
export const say = (text: string, isBad = false): void => {
  hush();
  notice.value = { text, isBad };
  timer = setTimeout(hush, isBad ? bad_notice_ms : notice_ms);
};

/** Asks on the screen; false also where the question is closed. */
export const sure = (asked: Question): Promise<boolean> =>
  new Promise((answer) => {
    question.value = { ...asked, answer };
  });

export const unreadTotal = computed(() =>
  conversations.value.reduce((sum, { unread_count }) => sum + unread_count, 0),
);
