// Knows when nothing is going on any more.

const quiet_ms = 3;
const quiet_turns = 30;

/** `held`: how many answers wait without an end. */
export const createBusy = (held: () => number) => {
  let count = 0;
  let ended = (): void => {};
  const hold = async <Value>(act: Promise<Value>): Promise<Value> => {
    count += 1;
    try {
      return await act;
    } finally {
      count -= 1;
      ended();
    }
  };
  const nextEnd = () =>
    new Promise<void>((resolve) => {
      ended = resolve;
    });
  return {
    hold,
    /** Turns count, too: on a busy machine time passes without anything being done. */
    async idle(): Promise<void> {
      let since = performance.now();
      for (let turns = 0; turns < quiet_turns || performance.now() - since < quiet_ms; turns += 1) {
        // Waiting for the rest of the time in turns alone would keep a core busy.
        if (turns < quiet_turns) await new Promise((next) => setImmediate(next));
        else await Bun.sleep(1);
        if (count <= held()) continue;
        await Promise.race([nextEnd(), Bun.sleep(quiet_ms)]);
        since = performance.now();
        turns = 0;
      }
    },
  };
};
