// Which clients are on other machines: they tell the operator what his firewalls let through.
import { networkInterfaces } from 'node:os';
import { addresses_every_ms } from '../limits';

export const createIsElsewhere = (interfaces = networkInterfaces) => {
  let own = new Set<string>();
  let looked_at = Number.NEGATIVE_INFINITY;
  return (address: string): boolean => {
    const now = performance.now();
    if (now - looked_at >= addresses_every_ms) {
      looked_at = now;
      own = new Set(
        Object.values(interfaces()).flatMap((list) => (list ?? []).map((each) => each.address)),
      );
    }
    return !own.has(address) && !address.startsWith('127.');
  };
};
