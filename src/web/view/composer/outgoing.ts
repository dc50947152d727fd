// Files on their way out of the tray: made ready one after the other, and sent as they were chosen.
import { attempt } from '../../i18n/language';
import { app } from '../../model/app';
import type { Choice } from '../../model/messages/uploads';
import type { Prepared } from '../picture/prepare';

type Ready = Map<boolean, Promise<Prepared>>;

const known = new WeakMap<File, Ready>();
let last: Promise<unknown> = Promise.resolve();

/** One at a time: a picture of fifty megapixels takes 200 MB while it is read. */
const inTurn = (run: () => Promise<Prepared>): Promise<Prepared> => {
  const next = last.then(run, run);
  last = next.catch(() => {});
  return next;
};

const make = async (file: File, isOriginal: boolean): Promise<Prepared> => {
  const { prepare } = await import('../picture/prepare');
  return prepare(file, isOriginal);
};

/** Begun when it is chosen, so that it is ready when someone presses send. */
export const prepared = (file: File, isOriginal: boolean): Promise<Prepared> => {
  const ready: Ready = known.get(file) ?? new Map();
  known.set(file, ready);
  const before = ready.get(isOriginal);
  if (before) return before;
  const fresh = inTurn(() => make(file, isOriginal));
  ready.set(isOriginal, fresh);
  fresh.catch(() => ready.delete(isOriginal));
  return fresh;
};

interface Outgoing {
  friend_id: number;
  files: File[];
  isOriginal: boolean;
  /** What is said beside them goes with the first. */
  said: Pick<Choice, 'text' | 'reply_to'>;
  /** What could not be made ready is not sent as it is. */
  onLeft: (files: File[]) => void;
}

export const sendFiles = async ({ friend_id, files, isOriginal, said, onLeft }: Outgoing) => {
  for (const [at, each] of files.entries()) {
    try {
      const { file, preview, measures } = await prepared(each, isOriginal);
      const choice = { ...(at === 0 ? said : {}), file, preview, measures };
      attempt(() => app.files.send(friend_id, choice));
    } catch (error) {
      onLeft(files.slice(at));
      throw error;
    }
    if (at === 0) attempt(() => app.chat.toEnd(friend_id));
  }
};
