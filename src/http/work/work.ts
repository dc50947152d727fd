// How much of one person is at work at once, so that whoever asks without end waits for himself:
// from the guard until the whole answer is in memory, and a large one until it is read.
import {
  work_heavy_ms_min,
  work_large_pause_ms,
  work_pause_factor,
  work_pause_ms_max,
  work_refused_pause_ms,
} from '../../protocol/limits';
import { createDesk, type Desk, type WorkKind } from './desk';

interface Slot {
  desk: Desk;
  kind: WorkKind;
  began_ms: number;
  isHeld: boolean;
}

export const createWork = (now: () => number = () => performance.now()) => {
  const desks = {
    request: new Map<number, Desk>(),
    transfer: new Map<number, Desk>(),
    keys: new Map<number, Desk>(),
  };
  const slots = new WeakMap<Request, Slot>();

  const deskOf = (me_id: number, kind: WorkKind): Desk => {
    const known = desks[kind].get(me_id);
    if (known !== undefined) return known;
    const desk: Desk = createDesk(kind, now, (request) =>
      slots.set(request, { desk, kind, began_ms: now(), isHeld: false }),
    );
    desks[kind].set(me_id, desk);
    return desk;
  };

  /** What has no body to wait for had the loop for itself alone: others get more of it then. */
  const pauseAfter = ({ kind, began_ms }: Slot, { method }: Request): number => {
    if (method !== 'GET' || kind !== 'request') return 0;
    const took_ms = now() - began_ms;
    return took_ms < work_heavy_ms_min
      ? 0
      : Math.min(work_pause_factor * took_ms, work_pause_ms_max);
  };

  return {
    /**
     * At once if there is room; what entered before stays in.
     * @throws or rejects with tooManyRequests
     */
    enter: (me_id: number, kind: WorkKind, request: Request): void | Promise<void> =>
      slots.has(request) ? undefined : deskOf(me_id, kind).enter(request),
    /** Its answer goes on by itself: what is given ends it, in place of `leave`. */
    hold(request: Request): () => void {
      const slot = slots.get(request);
      if (slot === undefined) return () => {};
      slot.isHeld = true;
      slot.desk.pause(Math.max(work_large_pause_ms, pauseAfter(slot, request)));
      return () => {
        if (slots.delete(request)) slot.desk.leave();
      };
    },
    /** It waited for something: the time was not the loop's. */
    waited(request: Request): void {
      const slot = slots.get(request);
      if (slot !== undefined) slot.began_ms = Number.POSITIVE_INFINITY;
    },
    /** The answer is whole. Who was refused for doing too much does not come again at once. */
    leave(request: Request, isTooMuch = false): void {
      const slot = slots.get(request);
      if (slot === undefined || slot.isHeld) return;
      slots.delete(request);
      slot.desk.pause(isTooMuch ? work_refused_pause_ms : pauseAfter(slot, request));
      slot.desk.leave();
    },
  };
};

export type Work = ReturnType<typeof createWork>;
