// Detects dead connections. A browser often reports a connection that broke silently (a cable, a
// tunnel, another network) only after minutes, so the server is pinged and has a deadline.

/** The clock, and whether the page is visible: a hidden page may notice a loss later. */
interface Rhythm {
  now: () => number;
  /** Returns a function that cancels it. */
  after: (ms: number, act: () => void) => () => void;
  isSeen: () => boolean;
}

const quiet_ms = 3_000;
const quiet_hidden_ms = 20_000;
/** A long upload may delay the ping. */
const answer_within_ms = 6_000;
/** A timer that is later than this was delayed, for example by a sleeping device. */
const late_ms = 1_000;

interface Ends {
  ping: () => void;
  /** Nothing came in time. */
  lost: () => void;
}

/** Starts by waiting for the first frame. */
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
    received(): void {
      if (isOver) return;
      cancel();
      isWaiting = false;
      cancel = rhythm.after(rhythm.isSeen() ? quiet_ms : quiet_hidden_ms, check);
    },
    /** Checks now, because the page is visible again or the network changed. */
    check,
    stop(): void {
      isOver = true;
      cancel();
    },
  };
};

export type Heartbeat = ReturnType<typeof createHeartbeat>;
