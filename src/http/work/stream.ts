// Large answers go out bit by bit, as fast as they are read.
import { answer_slice_bytes, answer_unread_ms } from '../../protocol/limits';

/** Views, and no copies. */
function* slices(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += answer_slice_bytes) {
    yield bytes.subarray(at, at + answer_slice_bytes);
  }
}

/** Bytes as they are asked for; `left` is called if nobody asks for the rest. */
interface Source {
  next(): { value?: Uint8Array; done?: boolean } | Promise<{ value?: Uint8Array; done?: boolean }>;
  left(): void;
}

/** `ended` is called once: when all was taken, by who goes away, or if nothing is taken any more. */
const stream = (source: Source, ended: () => void): ReadableStream<Uint8Array> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const leave = () => {
    clearTimeout(timer);
    source.left();
    ended();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(timer);
        const { value } = await source.next();
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

/** As bytes it is half of a text with a single Chinese character in it. */
export const streamed = (text: string, ended: () => void): ReadableStream<Uint8Array> => {
  const source = slices(Buffer.from(text));
  return stream({ next: () => ({ value: source.next().value ?? undefined }), left() {} }, ended);
};

/** The same stream, which says when it ended. */
export const untilRead = (bytes: ReadableStream<Uint8Array>, ended: () => void) => {
  const reader = bytes.getReader();
  const left = () => void reader.cancel().catch(() => {});
  return stream({ next: () => reader.read(), left }, ended);
};
