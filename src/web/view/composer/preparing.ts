// Prepares chosen files for sending, one after the other.
import type { Prepared } from '../picture/prepare';

type Ready = Map<boolean, Promise<Prepared>>;

const known = new WeakMap<File, Ready>();
let last: Promise<unknown> = Promise.resolve();

/** One at a time: a picture of fifty megapixels takes 200 MB while it is read. */
const inOrder = (run: () => Promise<Prepared>): Promise<Prepared> => {
  const next = last.then(run, run);
  last = next.catch(() => {});
  return next;
};

const load = () => import('../picture/prepare');

/** Loads the code early, so that a file can be chosen without a connection later. */
export const preload = (): void => void load().catch(() => {});

const make = async (file: File, isOriginal: boolean): Promise<Prepared> => {
  const { prepare } = await load();
  return prepare(file, isOriginal);
};

/** Starts when a file is chosen, so that it is ready when someone presses send. */
export const prepared = (file: File, isOriginal: boolean): Promise<Prepared> => {
  const ready: Ready = known.get(file) ?? new Map();
  known.set(file, ready);
  const before = ready.get(isOriginal);
  if (before) return before;
  const fresh = inOrder(() => make(file, isOriginal));
  ready.set(isOriginal, fresh);
  fresh.catch(() => ready.delete(isOriginal));
  return fresh;
};
