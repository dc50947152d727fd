// The safe, from the page: each call is a message to the worker and back.
import type { Safe } from '../../crypto/engine';
import { ApiError } from '../net/api';

/** Why the safe refused; `reason` as in crypto/fault.ts, or `failed`. */
export class SafeFault extends Error {
  constructor(
    readonly reason: string,
    readonly key_id: string | null,
  ) {
    super(reason);
  }
}

interface Answer {
  id: number;
  value?: unknown;
  fault?: { reason: string; key_id: string | null };
}

export const connectSafe = (address: string): Safe => {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let count = 0;
  const start = (): Worker => {
    const fresh = new Worker(address, { type: 'module' });
    fresh.onmessage = ({ data }: MessageEvent<Answer>) => {
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.fault) asked?.reject(new SafeFault(data.fault.reason, data.fault.key_id));
      else asked?.resolve(data.value);
    };
    // It did not load: whoever waits is told, and the next who asks loads it anew.
    fresh.onerror = () => {
      worker = undefined;
      for (const asked of waiting.values()) asked.reject(new ApiError(0, 'NETWORK'));
      waiting.clear();
    };
    return fresh;
  };
  let worker: Worker | undefined = start();
  const ask = (method: string, args: unknown[]) => {
    count += 1;
    const answer = Promise.withResolvers<unknown>();
    waiting.set(count, answer);
    worker ??= start();
    worker.postMessage({ id: count, method, args });
    return answer.promise;
  };
  return new Proxy({} as Safe, {
    get:
      (_, method) =>
      (...args: unknown[]) =>
        ask(String(method), args),
  });
};
