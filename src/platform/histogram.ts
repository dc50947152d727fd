// Counts of values by size, for what happens too often to keep each: an observation is an addition.

export interface Histogram {
  observe(value: number): void;
  /** `counts` has one more than `bounds`, for what is above them all. */
  read(): { bounds: readonly number[]; counts: readonly number[]; sum: number };
}

export const createHistogram = (bounds: readonly number[]): Histogram => {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  let sum = 0;
  return {
    observe(value) {
      let at = 0;
      while (at < bounds.length && value > (bounds[at] ?? 0)) at += 1;
      counts[at] = (counts[at] ?? 0) + 1;
      sum += value;
    },
    read: () => ({ bounds, counts, sum }),
  };
};

/** In the text format of Prometheus, 0.0.4. */
export const histogramText = (name: string, help: string, histogram: Histogram): string => {
  const { bounds, counts, sum } = histogram.read();
  let below = 0;
  const lines = bounds.map((bound, at) => {
    below += counts[at] ?? 0;
    return `${name}_bucket{le="${bound}"} ${below}`;
  });
  const all = below + (counts.at(-1) ?? 0);
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} histogram`,
    ...lines,
    `${name}_bucket{le="+Inf"} ${all}`,
    `${name}_sum ${sum}`,
    `${name}_count ${all}`,
    '',
  ].join('\n');
};
