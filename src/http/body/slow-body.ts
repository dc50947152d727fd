// Bodies that come slowly. The runtime closes a connection whose body brings less than 16 KiB a
// second for 30 s, without an answer: no phone at the edge of its network could ever send a
// picture. So a large body has a clock of its own, and one that stopped is answered.
import { Readable } from 'node:stream';
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

/**
 * @throws unreadableBody if nothing came within `ms`, the connection broke, or somebody stopped it;
 * other refusals
 */
export const within = <Value>(
  coming: Promise<Value>,
  ms: number,
  stopped?: AbortSignal,
): Promise<Value> =>
  new Promise((resolve, reject) => {
    const fail = (error?: unknown) =>
      reject(error instanceof Refusal ? error : new Refusal('unreadableBody'));
    const timer = setTimeout(fail, ms);
    const stop = () => fail();
    stopped?.addEventListener('abort', stop);
    void coming.then(resolve, fail).finally(() => {
      clearTimeout(timer);
      stopped?.removeEventListener('abort', stop);
    });
  });

type WebStream = Parameters<typeof Readable.fromWeb>[0];

/**
 * The pieces of a body as they come.
 * @throws unreadableBody for a connection that broke, brings nothing any more, or was stopped
 */
export async function* piecesOf(
  body: ReadableStream,
  idle_ms: number,
  stopped?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  // The stream's own iterator holds 100 MB of an upload at its peak, this one 40.
  const readable = Readable.fromWeb(body as unknown as WebStream);
  const chunks = readable[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await within(chunks.next(), idle_ms, stopped);
      if (done) return;
      yield value;
    }
  } finally {
    // An iterator that waits for the next piece hears nothing else.
    readable.destroy();
    await chunks.return?.().catch(() => {});
  }
}
