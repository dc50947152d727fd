// What this page says in a call, to which page, and which of what it hears is for it.
import type { Addressed, Signal, Signals } from './signals';

interface Needs<Said extends { type: string }> {
  signals: Signals<Said>;
  /** To the other device, by the server. */
  post(payload: unknown): void;
  /** A name for this page. */
  newPage(): string;
}

/** Signals in order: sealed and sent one after the other, opened and followed likewise. */
export const createQueue = (failed: (error: unknown) => void) => {
  let last: Promise<unknown> = Promise.resolve();
  return (act: () => Promise<void>): void => {
    last = last.then(act).catch(failed);
  };
};

/** What is said, to whom, and by which page. */
export const createSpeech = <Said extends { type: string } = Signal>(
  { signals, post, newPage }: Needs<Said>,
  failed: (error: unknown) => void,
) => {
  const mine = newPage();
  const inOrder = createQueue(failed);
  const heard = new Map<string, number>();
  let n = 0;
  let theirs: string | null = null;
  return {
    theirs: () => theirs,
    answer(page: string): void {
      theirs = page;
    },
    say(signal: Said, to = theirs): void {
      n += 1;
      const addressed: Addressed<Said> = { from: mine, to, n, signal };
      inOrder(async () => post(await signals.seal(addressed)));
    },
    /** Whether it is for this page, newer than all others of its own, and not of one that is gone. */
    isForMe({ from, to, n, signal }: Addressed<Said>): boolean {
      const isNewer = n > (heard.get(from) ?? 0);
      const isMine = to === mine || (to === null && signal.type === 'hello');
      const isKnown = signal.type === 'hello' || theirs === null || theirs === from;
      if (!isNewer || !isMine || !isKnown) return false;
      heard.set(from, n);
      return true;
    },
  };
};

export type Speech<Said extends { type: string } = Signal> = ReturnType<typeof createSpeech<Said>>;
