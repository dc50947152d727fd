// One search of a person runs and one waits: a person who goes on typing has asked for something else
// by the time the first one is done.
import { Refusal } from '../../protocol/errors';
import { queue_retry_after_s } from '../../protocol/limits';

interface Waiting {
  go(): void;
  refuse(error: unknown): void;
}

/** @throws tooManyRequests, in the older one that waits, when another comes */
export const createOneSearch = () => {
  const people = new Map<number, { waiting?: Waiting | undefined }>();

  const enter = (me_id: number): Promise<void> | undefined => {
    const line = people.get(me_id);
    if (line === undefined) {
      people.set(me_id, {});
      return undefined;
    }
    line.waiting?.refuse(new Refusal('tooManyRequests', { retry_after_s: queue_retry_after_s }));
    return new Promise<void>((go, refuse) => {
      line.waiting = { go, refuse };
    });
  };

  const leave = (me_id: number): void => {
    const line = people.get(me_id);
    if (line?.waiting === undefined) {
      people.delete(me_id);
      return;
    }
    const { go } = line.waiting;
    line.waiting = undefined;
    go();
  };

  return async <T>(me_id: number, search: () => Promise<T>): Promise<T> => {
    await enter(me_id);
    try {
      return await search();
    } finally {
      leave(me_id);
    }
  };
};
