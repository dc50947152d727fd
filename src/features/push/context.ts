// What those who decide about pushes share.
import type { LookUp } from '../../push/call-service';
import type { Pushing } from '../../push/pushing';
import type { Job, Queue } from '../../push/queue';
import type { World } from '../../world';
import type { ComposeDeps, Draft } from './compose';

/** A device that hears of what is new. */
export type Listener = ReturnType<World['pushUnread']['listeners']>[number];
export type Session = Parameters<Pushing['delivered']>[0];

export interface PushParts extends Omit<World, 'push'> {
  pushKeys: { vapid: string; receipts: string };
  look?: LookUp;
}

export interface PushContext {
  world: ComposeDeps & Pick<World, 'clock' | 'log' | 'ledger' | 'pushSubscriptions' | 'push'>;
  queue: Queue;
  listenersOf(user_id: number): Listener[];
  /** Due at once. */
  job(
    listener: Listener,
    about: string,
    compose: (now: number) => Draft | undefined,
    ttl_s: number,
  ): Job;
}

export const keyOf = ({ id }: Pick<Listener, 'id'>, about: string): string => `${id} ${about}`;
