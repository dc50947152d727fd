// Frames that are answered: each has an `id`, and its `ack` or `error` comes back with it.
import { ApiError, malformed, NETWORK } from '../net/api-error';
import type { Frame } from '../net/frames';
import type { Shape } from '../net/shape';
import { isText } from '../net/shape';
import type { Clock } from '../platform';

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
