// What the rest of the server knows of push notifications.
import type { PushOff } from '../protocol/push';
import type { Endpoints } from './endpoint';
import type { Services } from './services';
import type { SignedIds } from './signed-ids';

/** An invitation to a call, to somebody's devices. */
export interface PushedCall {
  to: number;
  from: { id: number; username: string };
  call_id: string;
  kind: 'voice' | 'video';
  /** When it stops ringing, ms. */
  rings_until: number;
}

export type RungCall = Pick<PushedCall, 'to' | 'from' | 'call_id'>;

interface Published {
  to: number;
  type: string;
  data: object;
  at: number;
}

export interface Pushing {
  /** Why nothing is pushed; null: it is. */
  why: PushOff | null;
  public_key: string;
  endpoints: Endpoints;
  marks: SignedIds;
  services: Services;
  /** An event went to a person's devices. */
  published(event: Published): void;
  /** A device of this session has all of that conversation up to that message. */
  delivered(
    session: { user_id: number; session_id: number },
    friend_id: number,
    up_to: number,
  ): void;
  /** A socket of this session opened or closed. */
  connected(session: { user_id: number; session_id: number }): void;
  /** Rings on the person's devices; again under the same id if it is called again. */
  call(call: PushedCall): void;
  /** The call rings no longer, on the devices where it rang; nothing if its person is not to be disturbed. */
  callOver(call: RungCall): void;
  /** Its person is not to be disturbed from now on: the last thing that is pushed is that it rings no longer. */
  silenced(call: RungCall): void;
  /** Gives the id under which the device confirms it. */
  test(subscription: { id: number; session_id: number; service: string }): string;
  /** A device confirmed that push. False if it has before. */
  confirm(push_id: string): boolean;
  isConfirmed(push_id: string): boolean;
  /** A person's subscriptions are no longer the same. */
  changed(user_id: number): void;
  /** What waits, and what is on its way. */
  waiting(): number;
  /** Nothing is pushed before. Gives what stops it. */
  start(): () => void;
}
