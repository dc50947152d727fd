// How much each network has: one client.

/** How many of something each network has; those with none cost nothing. */
export const createNetworkCounts = () => {
  const counts = new Map<string, number>();
  const of = (network: string): number => counts.get(network) ?? 0;
  return {
    of,
    change(network: string, by: number): void {
      const count = of(network) + by;
      if (count === 0) counts.delete(network);
      else counts.set(network, count);
    },
  };
};
