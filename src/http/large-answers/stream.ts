// Large answers are sent in slices, as fast as they are read.
import {
  answer_slice_bytes,
  answer_slice_ms_max,
  answer_slice_pause_ms,
  answer_unread_ms,
} from '../../protocol/limits';

/** Views, and no copies. */
function* slices(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += answer_slice_bytes) {
    yield bytes.subarray(at, at + answer_slice_bytes);
  }
}

/** Bytes on demand; `left` is called if nobody asks for the rest. */
interface Source {
  next(): { value?: Uint8Array; done?: boolean } | Promise<{ value?: Uint8Array; done?: boolean }>;
  left(): void;
}

/**
 * `ended` is called once: when all is read, when the reader goes away or stops reading, or when there
 * is no more to be had, which breaks the answer off; `broke` is told why.
 */
const stream = (
  source: Source,
  ended: () => void,
  broke: (error: unknown) => void = () => {},
): ReadableStream<Uint8Array> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const leave = () => {
    clearTimeout(timer);
    source.left();
    ended();
  };
  const next = async () => {
    try {
      return await source.next();
    } catch (error) {
      ended();
      broke(error);
      throw error;
    }
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(timer);
        const { value } = await next();
        if (value === undefined) {
          controller.close();
          return ended();
        }
        controller.enqueue(value);
        timer = setTimeout(() => {
          controller.error(new Error('nobody reads the answer'));
          leave();
        }, answer_unread_ms);
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
};

/** As bytes: a string with a single Chinese character in it takes twice as much. */
export const streamed = (text: string, ended: () => void): ReadableStream<Uint8Array> => {
  const source = slices(Buffer.from(text));
  return stream({ next: () => ({ value: source.next().value ?? undefined }), left() {} }, ended);
};

/**
 * The same bytes, with a call when they end, and one when they break off. They are made while they are
 * read, and mostly ready: without the time between two slices nobody else would get the event loop until
 * the last of them.
 */
export const gathered = (
  bytes: ReadableStream<Uint8Array>,
  ended: () => void,
  broke: (error: unknown) => void,
) => {
  const reader = bytes.getReader();
  const next = async () => {
    await Bun.sleep(answer_slice_pause_ms);
    const until_ms = performance.now() + answer_slice_ms_max;
    const chunks: Uint8Array[] = [];
    let length = 0;
    while (length === 0 || (length < answer_slice_bytes && performance.now() < until_ms)) {
      const { value } = await reader.read();
      if (value === undefined) break;
      chunks.push(value);
      length += value.byteLength;
    }
    return { value: length === 0 ? undefined : Buffer.concat(chunks) };
  };
  const left = () => void reader.cancel().catch(() => {});
  return stream({ next, left }, ended, broke);
};

/**
 * A little time between two slices, so that others get the event loop; `made` is told of
 * the length of each.
 */
export const streamedSlices = (
  slices: Iterator<Uint8Array>,
  made: (bytes: number) => void,
  ended: () => void,
) => {
  const next = async () => {
    await Bun.sleep(answer_slice_pause_ms);
    const slice = slices.next();
    if (slice.value !== undefined) made(slice.value.byteLength);
    return slice;
  };
  return stream({ next, left: () => void slices.return?.() }, ended);
};
