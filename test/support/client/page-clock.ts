// The real clock, as a page has it: nothing is due any more once the page was closed.

export const createPageClock = () => {
  const timers = new Set<Timer>();
  let isClosed = false;
  return {
    clock: {
      now: () => Date.now(),
      after(ms: number, act: () => void) {
        if (isClosed) return () => {};
        const timer = setTimeout(() => {
          timers.delete(timer);
          act();
        }, ms);
        timer.unref();
        timers.add(timer);
        return () => {
          timers.delete(timer);
          clearTimeout(timer);
        };
      },
    },
    close(): void {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
};
