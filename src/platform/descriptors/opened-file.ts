// A file that is read for as long as its reader takes, and is there to its end.
import { opened_file_look_every_ms, opened_file_patience_ms } from '../../protocol/limits';
import { codeOf } from '../error-code';
import { isOutOfDescriptors } from './descriptors';

type Chunks = AsyncIterable<Uint8Array>;

async function* chained(first: Uint8Array, rest: Chunks) {
  yield first;
  yield* rest;
}

const opened = async (path: string): Promise<Chunks> => {
  const chunks = Bun.file(path).stream()[Symbol.asyncIterator]();
  const { value, done } = await chunks.next();
  const rest = { [Symbol.asyncIterator]: () => chunks };
  return done ? rest : chained(value, rest);
};

/**
 * A file's bytes, undefined if it is not there. It is open when this returns: one that is deleted
 * from then on is still read to its end. If no descriptor is left, it waits for one as long as the
 * connection to a reader lasts without a word (`connection_idle_s`).
 * @throws the system's error
 */
export const openedFile = async (
  path: string,
  open: (path: string) => Promise<Chunks> = opened,
): Promise<Chunks | undefined> => {
  for (let left_ms = opened_file_patience_ms; ; left_ms -= opened_file_look_every_ms) {
    try {
      return await open(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      if (!isOutOfDescriptors(error) || left_ms <= 0) throw error;
    }
    await Bun.sleep(opened_file_look_every_ms);
  }
};
