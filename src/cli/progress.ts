// Progress of long commands on a terminal: one line that is overwritten. A step that is a single
// call to the database can't report progress, so each step is shown when it begins.
import type { Progress } from '../operator/backup/progress';
import { inSize } from '../values/size';
import { printError } from './output';

const every_ms = 200;
const CLEAR = '\r\x1b[K';

/** `clear` removes the line before the result is printed. */
export const createProgress = (): Progress & { clear: () => void } => {
  const isTerminal = process.stderr.isTTY === true;
  let said = 0;
  const say = (line: string, isNew: boolean) => {
    const now = Date.now();
    if (!isTerminal || (!isNew && now - said < every_ms)) return;
    said = now;
    printError(`${CLEAR}${line}`);
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
      if (said > 0) printError(CLEAR);
    },
  };
};
