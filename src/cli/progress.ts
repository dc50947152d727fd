// What takes longer than a second says where it is, on a terminal: one line, written over.
import type { Progress } from '../operator/progress';
import { inSize } from '../platform/size';

const every_ms = 200;
const patience_ms = 1_000;
const CLEAR = '\r\x1b[K';

/** `clear` takes the line away before the result is printed. */
export const createProgress = (): Progress & { clear: () => void } => {
  const isTerminal = process.stderr.isTTY === true;
  const started = Date.now();
  let said = 0;
  const say = (line: string, isNew: boolean) => {
    const now = Date.now();
    if (!isTerminal || now - started < patience_ms || (!isNew && now - said < every_ms)) return;
    said = now;
    process.stderr.write(`${CLEAR}${line}`);
  };
  return {
    step(doing, of_bytes) {
      let done = 0;
      say(`${doing} …`, true);
      return (bytes) => {
        done += bytes;
        const percent = Math.min(100, Math.floor((100 * done) / Math.max(1, of_bytes)));
        say(`${doing}: ${inSize(done)} of ${inSize(of_bytes)}, ${percent} %`, false);
      };
    },
    clear: () => {
      if (said > 0) process.stderr.write(CLEAR);
    },
  };
};
