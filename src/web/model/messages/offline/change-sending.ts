// Sends what waits to be told to the server, in the order in which it was done.
import type { Sealed } from '../../keys/sealer';
import { ApiError, isPassing } from '../../net/api-error';
import type { createChangeRecords } from './change-records';
import type { ChangeRecord, Pending } from './pending';

/** `keep` is called before sealed bytes are posted. @throws ApiError */
export type Send = (change: Pending, keep: (sealed: Sealed) => Promise<void>) => Promise<void>;

/** Another look at what lies there makes other records of the same. */
export const isAmong = (all: ChangeRecord[]) => (record: ChangeRecord) =>
  all.some((each) => (record.order === 0 ? each === record : each.order === record.order));

interface Needs {
  records: ReturnType<typeof createChangeRecords>;
  waiting: () => ChangeRecord[];
  isHeld: (record: ChangeRecord) => boolean;
  forget: (record: ChangeRecord) => Promise<void>;
}

/** The friend's key is another one: nothing is sealed before a person has decided about it. */
const isForPerson = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'KEY_CHANGED';

/** Tells the server in the order in which it was done, but for edits that wait for a person. */
export const createChangeSending = ({ records, waiting, isHeld, forget }: Needs) => {
  let undecided: ChangeRecord[] = [];
  /** An edit goes behind the one before it. */
  const isBehind = ({ change }: ChangeRecord): boolean =>
    change.type === 'edit' &&
    undecided.some((each) => each.change.type === 'edit' && each.change.id === change.id);
  return {
    isUndecided: (record: ChangeRecord): boolean => isAmong(undecided)(record),
    /** True if the server refused something. */
    async sendAll(send: Send): Promise<boolean> {
      let isRefused = false;
      undecided = [];
      for (const record of waiting()) {
        // One that was undone while those before it were told.
        if (isHeld(record) || !isAmong(waiting())(record)) continue;
        if (isBehind(record)) {
          undecided.push(record);
          continue;
        }
        try {
          await send(record.change, (sealed) => {
            if (record.change.type === 'edit') record.change.sealed = sealed;
            return records.put(record);
          });
        } catch (error) {
          // None overtakes the one before it.
          if (isPassing(error)) break;
          if (isForPerson(error)) {
            undecided.push(record);
            continue;
          }
          isRefused = true;
        }
        await forget(record);
      }
      return isRefused;
    },
  };
};
