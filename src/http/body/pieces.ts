// A body piece by piece, for what is too large for memory.
import { Refusal } from '../../protocol/errors';
import { given_back_bytes_min } from '../../protocol/upload-limits';
import { type Ends, within } from './slow-body';

/**
 * The pieces of a body as they come.
 * @throws unreadableBody for a connection that broke, brings nothing any more, or was stopped
 */
export async function* piecesOf(
  body: ReadableStream,
  idle_ms: number,
  ends?: Ends,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await within(reader.read(), idle_ms, ends);
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}

/** Its memory, if it is large and nobody else's. */
const giveBack = ({ buffer, byteLength }: Uint8Array): void => {
  const isAll = byteLength === buffer.byteLength;
  if (isAll && byteLength >= given_back_bytes_min && buffer instanceof ArrayBuffer) {
    buffer.transfer(0);
  }
};

/** Held while a piece of so many bytes is taken; gives what releases it, and says when to go on. */
export type PieceLock = (bytes: number) => Promise<() => unknown>;

/**
 * Each piece under the lock. Whoever asks for the next one is done with it, and keeps no view of it: its
 * memory is given back at once, for the engine would collect a megabyte each only after many more.
 * @throws unreadableBody once its sender is `gone`
 */
export async function* pieceByPiece(
  pieces: AsyncIterable<Uint8Array>,
  lock: PieceLock,
  gone?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    const release = await lock(piece.byteLength);
    let next: unknown;
    try {
      if (gone?.aborted) throw new Refusal('unreadableBody');
      yield piece;
    } finally {
      giveBack(piece);
      next = release();
    }
    await next;
  }
}
