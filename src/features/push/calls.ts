// Pushes of calls: where it rings, and that it rings no longer.

import type { Lru } from '../../platform/lru';
import { push_ttl_over_s } from '../../protocol/push-limits';
import type { PushedCall, RungCall } from '../../push/pushing';
import { composeCall, isSilenced } from './compose';
import { keyOf, type PushContext } from './context';

/** The devices on which each call rang. */
export type Rang = Lru<string, Set<number>>;

const callKey = (call_id: string) => `call ${call_id}`;

export const ring = (context: PushContext, rang: Rang, call: PushedCall): void => {
  const { world, queue } = context;
  const ids = rang.get(call.call_id) ?? new Set<number>();
  rang.set(call.call_id, ids);
  for (const listener of context.listenersOf(call.to)) {
    const compose = (now: number) => {
      const draft = composeCall(world, listener.id, call, now);
      if (draft !== undefined) ids.add(listener.id);
      return draft;
    };
    const ttl_s = (call.rings_until - world.clock.now()) / 1_000;
    queue.add(context.job(listener, callKey(call.call_id), compose, ttl_s));
  }
};

/** Where it rang, whether or not its person is to be disturbed by then: it makes no sound. */
export const endRinging = (
  context: PushContext,
  rang: Rang,
  { to, from, call_id }: RungCall,
): void => {
  const { world, queue } = context;
  const ids = rang.get(call_id);
  rang.delete(call_id);
  for (const listener of context.listenersOf(to)) {
    queue.drop(keyOf(listener, callKey(call_id)), listener.service);
    if (ids?.has(listener.id) !== true) continue;
    const over = { from, call_id, kind: 'over' as const, rings_until: 0 };
    const compose = (now: number) => composeCall(world, listener.id, over, now);
    queue.add(context.job(listener, callKey(call_id), compose, push_ttl_over_s));
  }
};

/** It ended. Who is not to be disturbed was told of it when that began (`silenced`). */
export const callEnded = (context: PushContext, rang: Rang, call: RungCall): void => {
  const { world } = context;
  if (isSilenced(world, call.to, world.clock.now())) rang.delete(call.call_id);
  else endRinging(context, rang, call);
};
