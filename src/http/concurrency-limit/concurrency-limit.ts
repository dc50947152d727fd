// How many requests of one person run at once, so that whoever asks without end waits only for
// himself. A request counts from the guard until its whole answer is in memory; a large answer
// counts until it is read.
import { createSweptMap } from '../../platform/swept-map';
import {
  heavy_pause_factor,
  heavy_pause_ms_max,
  heavy_request_ms_min,
  large_answer_pause_ms,
  refused_pause_ms,
} from '../../protocol/limits';
import { createHeldBodies, createSlots, type SlotKind, type Slots } from './slots';
import { createUntilSent, type Sender } from './until-sent';

interface Running {
  slots: Slots;
  /** Of pages beside those of requests, or of every transfer beside those of a person. */
  second?: Slots;
  kind: SlotKind;
  started_ms: number;
  isHeld: boolean;
}

type SlotOwner = [me_id: number, kind: SlotKind];

/** No person has this id. */
const everybody = 0;

/** Slots that are idle are as good as new ones. */
const createSlotsByUser = () => createSweptMap<number, Slots>((slots) => slots.isIdle());

/** Who runs what, and the slots of each person. */
const createRunning = (now: () => number) => {
  const slotsByUser = {
    request: createSlotsByUser(),
    page: createSlotsByUser(),
    transfer: createSlotsByUser(),
    everyTransfer: createSlotsByUser(),
    keys: createSlotsByUser(),
  };
  const running = new WeakMap<Request, Running>();
  const bodies = createHeldBodies();

  /** To be used at once: idle slots are forgotten when others come. */
  const slotsOf = (me_id: number, kind: SlotKind): Slots => {
    const known = slotsByUser[kind].get(me_id);
    if (known !== undefined) return known;
    const slots: Slots = createSlots(kind, now, bodies, (request) => {
      const begun = running.get(request);
      if (begun === undefined) {
        running.set(request, { slots, kind, started_ms: now(), isHeld: false });
      } else Object.assign(begun, { second: slots, started_ms: now() });
    });
    slotsByUser[kind].set(me_id, slots);
    return slots;
  };

  /** A slot of both, one after the other: the second's owner may be forgotten while it waits. */
  const enterBoth = (first: SlotOwner, second: SlotOwner, request: Request) => {
    const entered = slotsOf(...first).acquire(request);
    const next = () => slotsOf(...second).acquire(request);
    return entered === undefined ? next() : entered.then(next);
  };

  return {
    running,
    bodies,
    people: () => Math.max(...Object.values(slotsByUser).map(({ size }) => size())),
    enter(me_id: number, kind: SlotKind, request: Request): void | Promise<void> {
      if (kind === 'page') return enterBoth([me_id, 'request'], [me_id, 'page'], request);
      if (kind === 'transfer') {
        return enterBoth([me_id, kind], [everybody, 'everyTransfer'], request);
      }
      return slotsOf(me_id, kind).acquire(request);
    },
    end(request: Request, { slots, second }: Running): void {
      if (!running.delete(request)) return;
      second?.release();
      slots.release();
    },
  };
};

export const createConcurrencyLimit = (now: () => number = () => performance.now()) => {
  const { running, bodies, people, enter, end } = createRunning(now);
  const untilSent = createUntilSent();

  /** A request without a body waits for nothing, so it held the event loop all the time. */
  const pauseAfter = ({ kind, started_ms }: Running, { method }: Request): number => {
    if (method !== 'GET' || kind !== 'request') return 0;
    const took_ms = now() - started_ms;
    return took_ms < heavy_request_ms_min
      ? 0
      : Math.min(heavy_pause_factor * took_ms, heavy_pause_ms_max);
  };

  return {
    /** Of the bodies of requests that wait, as the runtime holds them. */
    heldBytes: bodies.bytes,
    /** How many people's slots are remembered, of the kind that most have. */
    people,
    /**
     * At once if there is room, or if the request holds a slot already.
     * @throws or rejects with tooManyRequests
     */
    acquire(me_id: number, kind: SlotKind, request: Request): void | Promise<void> {
      return running.has(request) ? undefined : enter(me_id, kind, request);
    },
    /** The answer is streamed: the returned function ends the request, and `release` does not. */
    hold(request: Request): () => void {
      const held = running.get(request);
      if (held === undefined) return () => {};
      held.isHeld = true;
      held.slots.pause(Math.max(large_answer_pause_ms, pauseAfter(held, request)));
      return () => end(request, held);
    },
    /** The answer is a file, which the runtime sends by itself: it counts until it is sent. */
    holdUntilSent(request: Request, server: Sender | null): void {
      const held = running.get(request);
      if (held === undefined || server === null) return;
      held.isHeld = true;
      untilSent(request, server, () => end(request, held));
    },
    /** The request waited for something, and did not hold the event loop. */
    waited(request: Request): void {
      const waiting = running.get(request);
      if (waiting !== undefined) waiting.started_ms = Number.POSITIVE_INFINITY;
    },
    /** The answer is whole. After a refusal for asking too much the next request has to wait. */
    release(request: Request, isTooMuch = false): void {
      const ended = running.get(request);
      if (ended === undefined || ended.isHeld) return;
      ended.slots.pause(isTooMuch ? refused_pause_ms : pauseAfter(ended, request));
      end(request, ended);
    },
  };
};

export type ConcurrencyLimit = ReturnType<typeof createConcurrencyLimit>;
