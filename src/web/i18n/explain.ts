// What went wrong, in words, with what to do.
import { ApiError } from '../model/net/answer';
import type { Toast } from '../model/ui/toast';
import type { Format } from './format';
import type { Languages } from './language';
import { codeOf } from './mistakes';

interface Details {
  retry_after_s?: number;
  fields?: { path: string }[];
}

export const createExplain = ({ w }: Languages, { span }: Format, { say }: Toast) => {
  const explain = (error: unknown): string => {
    const { errors, fields, waitFor } = w.value;
    if (error instanceof ApiError) {
      const { retry_after_s, fields: wrong } = error.details as Details;
      if (retry_after_s) return waitFor(span(retry_after_s * 1_000));
      const known = wrong?.map(({ path }) => fields[path]).find((text) => text !== undefined);
      if (known) return known;
    }
    const code = codeOf(error);
    return errors[code] ?? errors.other ?? code;
  };
  return {
    explain,
    /** Runs what a button does; a failure is said. */
    attempt(act: () => Promise<unknown>): void {
      act().catch((error) => {
        if (!(error instanceof DOMException)) say(explain(error), true);
      });
    },
  };
};
