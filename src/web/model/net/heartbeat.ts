// Whether the other end still answers. A browser says nothing of a connection that died without a
// word (a cable, a tunnel, a changed network), often for minutes: it is asked, and has a deadline.

/** What passes while nobody looks at the page may be noticed later. */
export interface Rhythm {
  now: () => number;
  /** Gives what takes it back. */
  after: (ms: number, act: () => void) => () => void;
  isSeen: () => boolean;
}

const quiet_ms = 3_000;
const quiet_hidden_ms = 20_000;
/** A long upload fills the line before a ping. */
const answer_within_ms = 6_000;
/** A timer that comes later than this was held up, as on a device that slept. */
const late_ms = 1_000;

interface Ends {
  ping: () => void;
  /** Nothing came in time. */
  lost: () => void;
}

/** Begins with waiting for the first word. */
export const createHeartbeat = ({ ping, lost }: Ends, rhythm: Rhythm) => {
  let cancel = () => {};
  let isWaiting = false;
  let isOver = false;

  const expectAnswer = (isHeldUp = false): void => {
    cancel();
    isWaiting = true;
    const due = rhythm.now() + answer_within_ms;
    cancel = rhythm.after(answer_within_ms, () => {
      // The answer may wait behind this timer: it gets another chance, once.
      if (!isHeldUp && rhythm.now() - due > late_ms) expectAnswer(true);
      else lost();
    });
  };
  const check = (): void => {
    if (isOver || isWaiting) return;
    expectAnswer();
    ping();
  };
  expectAnswer();

  return {
    /** Anything came from the other end. */
    heard(): void {
      if (isOver) return;
      cancel();
      isWaiting = false;
      cancel = rhythm.after(rhythm.isSeen() ? quiet_ms : quiet_hidden_ms, check);
    },
    /** Asks now: someone looks at the page again, or the browser told of another network. */
    check,
    stop(): void {
      isOver = true;
      cancel();
    },
  };
};

export type Heartbeat = ReturnType<typeof createHeartbeat>;
