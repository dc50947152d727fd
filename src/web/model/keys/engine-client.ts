// Calls the engine from the page: each call is a message to the worker, and its answer.
import type { Engine } from '../../crypto/engine';
import { ApiError, NETWORK } from '../net/api-error';

/** Why the engine failed: a `reason` of crypto/fault.ts, or `failed`. */
export class EngineFault extends Error {
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

/** The part of `Worker` that is used here. */
interface Port {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent<Answer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export const connectEngine = (startWorker: () => Port): Engine => {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let count = 0;
  let worker: Port | undefined;
  const start = (): Port => {
    const fresh = startWorker();
    fresh.onmessage = ({ data }) => {
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.fault) asked?.reject(new EngineFault(data.fault.reason, data.fault.key_id));
      else asked?.resolve(data.value);
    };
    // It did not load: all waiting calls fail, and the next call loads it again.
    fresh.onerror = () => {
      worker = undefined;
      for (const asked of waiting.values()) asked.reject(new ApiError(0, NETWORK));
      waiting.clear();
    };
    return fresh;
  };
  const ask = (method: string, args: unknown[]) => {
    count += 1;
    const answer = Promise.withResolvers<unknown>();
    waiting.set(count, answer);
    worker ??= start();
    worker.postMessage({ id: count, method, args });
    return answer.promise;
  };
  worker = start();
  return new Proxy({} as Engine, {
    get:
      (_, method) =>
      (...args: unknown[]) =>
        ask(String(method), args),
  });
};
