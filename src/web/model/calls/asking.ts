// Frames that are answered: each has an `id`, and its `ack` or `error` comes back with it.
import { ApiError, isRefusal, malformed, NETWORK } from '../net/api-error';
import type { Frame } from '../net/frames';
import type { Shape } from '../net/shape';
import { isAnything, isText } from '../net/shape';
import type { Clock } from '../platform';
import type { Call, Current, EndReason } from './current';

const answer_within_ms = 10_000;

/** False if there is no connection. */
export type Send = (type: string, data: object, id?: string) => boolean;

interface Asked {
  settle: (answer: unknown) => void;
  fail: (error: ApiError) => void;
}

export const createAsking = (send: Send, clock: Clock) => {
  const waiting = new Map<string, Asked>();
  let count = 0;

  const answered = ({ id, type, data }: Frame): void => {
    const asked = waiting.get(String(id));
    if (asked === undefined) return;
    if (type === 'ack') asked.settle(data);
    else {
      const code = isText(data.code) ? data.code : '';
      asked.fail(new ApiError(400, code, (data.details ?? {}) as Record<string, unknown>));
    }
  };

  return {
    answered,
    /** @throws ApiError, also without a connection */
    async ask<Data>(type: string, data: object, shape: Shape<Data>): Promise<Data> {
      count += 1;
      const id = `call ${count}`;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const lost = () => reject(new ApiError(0, NETWORK));
      const cancel = clock.after(answer_within_ms, lost);
      waiting.set(id, { settle: resolve, fail: reject });
      if (!send(type, data, id)) lost();
      try {
        const answer = await promise;
        if (shape(answer)) return answer;
        throw malformed();
      } finally {
        cancel();
        waiting.delete(id);
      }
    },
    /** The connection is gone, and what was asked with it. */
    lost(): void {
      for (const { fail } of waiting.values()) fail(new ApiError(0, NETWORK));
    },
  };
};

export type Asking = ReturnType<typeof createAsking>;

/** What a refusal makes of a call. */
export const endOf = (error: unknown): EndReason => {
  if (error instanceof ApiError && /^KEY_/.test(error.code)) return 'keyChanged';
  if (isRefusal(error, 'busy')) return 'busy';
  if (isRefusal(error, 'tooManyRequests')) return 'tooMany';
  if (isRefusal(error, 'notFriends')) return 'notFriends';
  return isRefusal(error, 'noSuchCall') ? 'lost' : 'notSent';
};

type Answered = Pick<Call, 'no' | 'id'>;

interface AnsweringNeeds {
  asking: Asking;
  current: Current;
  running: { finish(end: EndReason): void };
}

/** The answer to a call, on its way to the server. */
export const createAnswering = ({ asking, current, running }: AnsweringNeeds) => {
  /** It was sent, and nothing was heard of it. */
  let sent: Answered | null = null;
  /** And then the connection was lost: the server may have done it. */
  let unheard: Answered | null = null;

  const ask = async (no: number, id: string): Promise<void> => {
    sent = { no, id };
    try {
      await asking.ask('call_accept', { call_id: id }, isAnything);
    } catch (error) {
      const end = endOf(error);
      if (unheard?.no === no) return;
      if (end === 'notSent') current.change(no, { isAccepting: false, key: undefined });
      else if (current.isStill(no)) running.finish(end);
    } finally {
      sent = null;
    }
  };
  return {
    ask,
    /** The connection is gone. */
    lost(): void {
      unheard = sent;
    },
    /** With the next one. True if there was something to ask again. */
    again(): boolean {
      const asked = unheard;
      unheard = null;
      const isDue = asked !== null && current.active()?.no === asked.no;
      if (isDue) void ask(asked.no, asked.id);
      return isDue;
    },
  };
};
