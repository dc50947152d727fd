// The order in which things are asked for and heard here (a logical clock, after Lamport): an answer
// may be older than what was heard while it was on its way.

export interface LogicalClock {
  /** Read it before a request. */
  now(): number;
  /** Something was heard, or asked for: it is later than all before. */
  tick(): number;
}

export const createLogicalClock = (): LogicalClock => {
  let time = 0;
  return {
    now: () => time,
    tick() {
      time += 1;
      return time;
    },
  };
};
