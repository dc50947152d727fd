// Bodies that come slowly. The runtime closes a connection whose body brings less than 16 KiB a
// second for 30 s, without an answer: no phone at the edge of its network could ever send a
// picture. So a large body has a clock of its own, and one that stopped is answered.
import { Refusal } from '../../protocol/errors';
import { connection_idle_s } from '../../protocol/limits';
import type { Peer } from '../address';

/** Nothing comes of a body whose sender closed its side. */
const ended_body_ms = 1_000;

/** Told when the sender of a request closes its side, if that can be known. */
export type EndOf = (request: Request, server: Peer | null) => AbortSignal | undefined;

interface Timed {
  timeout(request: Request, seconds: number): void;
}

/** What a request came to. */
export type Listener = Timed & Peer;

/** A request, and the listener that it came to (null in tests without one). */
export interface Arriving {
  request: Request;
  server: Listener | null;
  /** In the context of each route behind the TLS front. */
  endOf?: EndOf;
}

/** Runs what reads a body by a clock of its own, while the runtime's stands still. */
export const takingItsTime = async <Result>(
  { request, server }: { request: Request; server: Timed | null },
  read: () => Promise<Result>,
): Promise<Result> => {
  server?.timeout(request, 0);
  try {
    return await read();
  } finally {
    server?.timeout(request, connection_idle_s);
  }
};

/** What ends the wait for more of a body before its time. */
export interface Ends {
  /** Somebody stopped it. */
  stopped?: AbortSignal | undefined;
  /** Its sender says nothing more: what is on its way is here at once. */
  ended?: AbortSignal | undefined;
}

/**
 * @throws unreadableBody if nothing came within `ms`, the connection broke, or somebody stopped it;
 * other refusals
 */
export const within = <Value>(
  coming: Promise<Value>,
  ms: number,
  { stopped, ended }: Ends = {},
): Promise<Value> =>
  new Promise((resolve, reject) => {
    const fail = (error?: unknown) =>
      reject(error instanceof Refusal ? error : new Refusal('unreadableBody'));
    let timer = setTimeout(fail, ended?.aborted ? Math.min(ms, ended_body_ms) : ms);
    const stop = () => fail();
    const hurry = () => {
      clearTimeout(timer);
      timer = setTimeout(fail, ended_body_ms);
    };
    stopped?.addEventListener('abort', stop);
    ended?.addEventListener('abort', hurry);
    void coming.then(resolve, fail).finally(() => {
      clearTimeout(timer);
      stopped?.removeEventListener('abort', stop);
      ended?.removeEventListener('abort', hurry);
    });
  });
