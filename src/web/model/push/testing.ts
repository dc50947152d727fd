// A test of a device's notifications.
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import type { Clock } from '../platform';

const test_within_ms = 20_000;

/** Asks the server for a test, and waits for the word of the device. */
export const createTesting = ({ api, clock }: { api: Api; clock: Clock }) => {
  const waiting = new Map<string, (isShown: boolean) => void>();
  const shown = new Set<string>();
  return {
    heard(push_id: string): void {
      shown.add(push_id);
      waiting.get(push_id)?.(true);
    },
    /** Whether the device showed it. */
    async test(id: number): Promise<boolean> {
      const path = `/push/subscription/${id}/test`;
      const { push_id } = await api.ask('POST', path, answers.pushTested, { body: {} });
      if (shown.has(push_id)) return true;
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const cancel = clock.after(test_within_ms, () => resolve(false));
      waiting.set(push_id, resolve);
      return promise.finally(() => {
        cancel();
        waiting.delete(push_id);
      });
    },
  };
};
