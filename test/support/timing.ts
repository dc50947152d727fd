// Waiting for what is about to come, and the time that something takes.

/** Between two looks at a page: a look alone takes a busy browser that long. */
export const page_look_ms_max = 250;
/** What does not come soon is looked for less often: each look takes something from what it waits for. */
const pause_ms_max = 20;

/**
 * Whether some of it is left, asked at each look. What passes between two looks counts as `look_ms_max` at
 * most: a machine that keeps the test waiting keeps what it waits for waiting as well.
 */
export const createPatience = (patience_ms: number, look_ms_max = 50): (() => boolean) => {
  let left_ms = patience_ms;
  let last = performance.now();
  return () => {
    const now = performance.now();
    left_ms -= Math.min(now - last, look_ms_max);
    last = now;
    return left_ms > 0;
  };
};

/** Asks again and again until it is so; fails after `patience_ms`, by the measure of `createPatience`. */
export const eventually = async (
  holds: () => boolean | Promise<boolean>,
  patience_ms = 60_000,
): Promise<void> => {
  const isLeft = createPatience(patience_ms);
  for (let pause_ms = 2; !(await holds()); pause_ms = Math.min(pause_ms * 1.2, pause_ms_max)) {
    if (!isLeft()) throw new Error(`waited in vain: ${holds}`);
    await Bun.sleep(pause_ms);
  }
};

/** Fails if it takes longer, by the measure of `createPatience`. */
export const inTime = async (act: Promise<unknown>, within_ms: number): Promise<void> => {
  let isOver = false;
  const over = act.finally(() => {
    isOver = true;
  });
  await Promise.all([over, eventually(() => isOver, within_ms)]);
};

/** The processor time that `act` took, ms: what other programs take of the machine is not its. */
export const cpuTime = (act: () => void): number => {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

/**
 * Repeats what is expected of something that a page or a server is about to show, until it holds;
 * after `patience_ms` it fails as the last try did.
 */
export const soon = async (expected: () => Promise<void>, patience_ms = 60_000): Promise<void> => {
  const isLeft = createPatience(patience_ms, page_look_ms_max);
  for (let pause_ms = 20; ; pause_ms = Math.min(pause_ms * 1.5, 100)) {
    try {
      return await expected();
    } catch (fault) {
      if (!isLeft()) throw fault;
    }
    await Bun.sleep(pause_ms);
  }
};
