// Work in small pieces, one in each turn of the event loop. People take turns, so a person with many
// pieces waits for his own and delays nobody else.

/** `run` does the next piece of a task; a task is in line once, however often it is put there. */
export const createRoundRobin = <Task>(run: (task: Task) => void) => {
  // In the order of whose turn it is.
  const lines = new Map<number, Set<Task>>();
  let scheduled = false;

  const next = (): void => {
    scheduled = false;
    const [turn] = lines;
    if (turn === undefined) return;
    const [who, line] = turn;
    lines.delete(who);
    const [task] = line;
    if (task === undefined) return;
    line.delete(task);
    if (line.size > 0) lines.set(who, line);
    schedule();
    run(task);
  };
  const schedule = (): void => {
    if (scheduled || lines.size === 0) return;
    scheduled = true;
    setImmediate(next);
  };

  return (who: number, task: Task): void => {
    const line = lines.get(who) ?? new Set();
    line.add(task);
    lines.set(who, line);
    schedule();
  };
};
