// Bodies that come slowly. The runtime closes a connection whose body brings less than 16 KiB a
// second for 30 s, without an answer: no phone at the edge of its network could ever send a
// picture. So a large body has a clock of its own, and one that stopped is answered.
import { Refusal } from '../../protocol/errors';
import { connection_idle_s } from '../../protocol/limits';

/** A request, and the listener that it came to (null in tests without one). */
export interface Arriving {
  request: Request;
  server: { timeout(request: Request, seconds: number): void } | null;
}

/** Runs what reads a body by a clock of its own, while the runtime's stands still. */
export const takingItsTime = async <Result>(
  { request, server }: Arriving,
  read: () => Promise<Result>,
): Promise<Result> => {
  server?.timeout(request, 0);
  try {
    return await read();
  } finally {
    server?.timeout(request, connection_idle_s);
  }
};

/** @throws unreadableBody if nothing came within `ms`, or the connection broke; other refusals */
export const within = <Value>(coming: Promise<Value>, ms: number): Promise<Value> =>
  new Promise((resolve, reject) => {
    const fail = (error?: unknown) =>
      reject(error instanceof Refusal ? error : new Refusal('unreadableBody'));
    const timer = setTimeout(fail, ms);
    void coming.then(resolve, fail).finally(() => clearTimeout(timer));
  });
