// Writes entries into one ZIP after another (APPNOTE 6.3), as large as a part may be. Each is whole by
// itself; memory does not grow with them.
import { makeZip } from 'client-zip';
import type { Part, Saving } from './saving';

export interface Entry {
  name: string;
  input: Uint8Array<ArrayBuffer> | Blob;
  at: Date;
}

interface Needs {
  saving: Saving;
  /** Without the ending. */
  name: string;
  /** What stands at the end of a part that others follow. */
  note: (number: number) => Entry;
  signal: AbortSignal;
  wrote: (bytes: number) => void;
}

/** What a name and its place in the list take beside the bytes. */
const entry_bytes = 400;
const sizeOf = ({ input }: Entry): number =>
  (input instanceof Blob ? input.size : input.byteLength) + entry_bytes;

const pump = async (stream: ReadableStream<Uint8Array>, part: Part, { signal, wrote }: Needs) => {
  const reader = stream.getReader();
  try {
    for (;;) {
      signal.throwIfAborted();
      const { value } = await reader.read();
      if (value === undefined) break;
      await part.write(value as Uint8Array<ArrayBuffer>);
      wrote(value.byteLength);
    }
    signal.throwIfAborted();
    await part.close();
  } catch (error) {
    await reader.cancel(error).catch(() => {});
    await part.abort().catch(() => {});
    throw error;
  }
};

/**
 * Gives how many parts there are.
 * @throws what `entries` or the saving throws; then no part is left open
 */
export const writeArchive = async (
  entries: AsyncIterator<Entry>,
  needs: Needs,
): Promise<number> => {
  const { saving, name, note } = needs;
  let next = await entries.next();
  let number = 1;
  /** As zip asks for them; it ends where the part is full. */
  async function* inPart() {
    let bytes = 0;
    while (!next.done) {
      const { name, input, at } = next.value;
      bytes += sizeOf(next.value);
      yield { name, input, lastModified: at };
      next = await entries.next();
      if (!next.done && bytes + sizeOf(next.value) > saving.part_bytes) break;
    }
    if (next.done) return;
    const more = note(number);
    yield { name: more.name, input: more.input, lastModified: more.at };
  }
  for (; !next.done; number += 1) {
    const part = await saving.open(`${name}${number === 1 ? '' : `-part-${number}`}.zip`);
    await pump(makeZip(inPart()), part, needs);
  }
  return number - 1;
};
