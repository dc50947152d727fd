// What was just sent: for a few seconds it can be taken back for both.
import { signal } from '@preact/signals';
import type { Clock } from '../../platform';

const take_back_ms = 10_000;

export const createFresh = ({ clock }: { clock: Clock }) => {
  const fresh = signal<ReadonlySet<string>>(new Set());
  const drop = (client_id: string): void => {
    fresh.value = new Set([...fresh.value].filter((each) => each !== client_id));
  };
  return {
    has: (client_id: string): boolean => fresh.value.has(client_id),
    sent(client_id: string): void {
      fresh.value = new Set([...fresh.value, client_id]);
      clock.after(take_back_ms, () => drop(client_id));
    },
    drop,
  };
};

export type Fresh = ReturnType<typeof createFresh>;
