// The loaded part of a conversation: a window without gaps that slides over it, so that a long
// conversation costs no more than a short one.

/** A message by its key in the table; `id` is 0 until the server has it, then `order` sorts it. */
export interface MessageRef {
  key: string;
  id: number;
  order: number;
}

export interface Window {
  /** The oldest first; those that the server does not have yet come last. */
  refs: MessageRef[];
  next_before: number | null;
  /** Null if it reaches the newest message. */
  next_after: number | null;
  isLoading: boolean;
  /** The message below the unread line; unread-line.ts decides. */
  unread_from: number | null;
  /** The newest message below the line that came while nobody looked, until it was on the screen. */
  unseen_to: number | null;
  /** Events were missed, so nothing is appended until the end is loaded again. */
  isStale: boolean;
}

/** A page of the history, the oldest first, once it is in the table. */
interface LoadedPage {
  refs: MessageRef[];
  next_before?: number | null;
  next_after?: number | null;
}

/** More than twice what fits on any screen. */
const refs_max = 200;

/** Before anything of it is loaded. */
export const EMPTY: Window = {
  refs: [],
  next_before: null,
  next_after: null,
  isLoading: false,
  unread_from: null,
  unseen_to: null,
  isStale: true,
};

const isSent = ({ id }: MessageRef): boolean => id > 0;

/** Nothing came of it yet: nobody can say where it begins. */
export const isUnknown = ({ refs, isStale }: Window): boolean =>
  isStale && refs.every(({ id }) => id === 0);

/** Without duplicates; unsent messages come last, in their order. */
const joined = (refs: MessageRef[]): MessageRef[] => {
  const once = [...new Map(refs.map((ref) => [ref.key, ref])).values()];
  const sent = once.filter(isSent).sort((a, b) => a.id - b.id);
  const unsent = once.filter((ref) => !isSent(ref)).sort((a, b) => a.order - b.order);
  return [...sent, ...unsent];
};

const isOutside = (window: Window, { id }: MessageRef): boolean => {
  const { next_before, next_after, isStale } = window;
  const sent = window.refs.filter(isSent);
  const [first, last] = [sent[0], sent.at(-1)];
  if (id === 0) return next_after !== null;
  if ((next_after !== null || isStale) && (last === undefined || id > last.id)) return true;
  return next_before !== null && first !== undefined && id < first.id;
};

/** Inserts it where it belongs, once. Outside the window it is left out until the window gets there. */
export const insert = (window: Window, ref: MessageRef): Window => {
  const known = window.refs.find(({ key }) => key === ref.key);
  // One that only this page had moves behind what lay on the device.
  if (known?.id === ref.id && (isSent(ref) || known.order === ref.order)) return window;
  if (known === undefined && isOutside(window, ref)) return window;
  const rest = window.refs.filter((each) => each !== known);
  return { ...window, refs: joined([...rest, ref]) };
};

export const without = (window: Window, isGone: (ref: MessageRef) => boolean): Window => {
  const refs = window.refs.filter((ref) => !isGone(ref));
  return refs.length === window.refs.length ? window : { ...window, refs };
};

/** Adds an older page on top and drops the far end. */
export const withOlder = (window: Window, { refs, next_before = null }: LoadedPage): Window => {
  const all = joined([...refs, ...window.refs]);
  const rest = { ...window, next_before };
  if (all.length <= refs_max) return { ...rest, refs: all };
  const kept = all.slice(0, refs_max).filter(isSent);
  return { ...rest, refs: kept, next_after: kept.at(-1)?.id ?? null };
};

/** Adds a newer page below and drops the far end. */
export const withNewer = (window: Window, { refs, next_after = null }: LoadedPage): Window => {
  const all = joined([...window.refs, ...refs]);
  const rest = { ...window, next_after };
  if (all.length <= refs_max) return { ...rest, refs: all };
  const kept = all.slice(-refs_max);
  return { ...rest, refs: kept, next_before: kept.find(isSent)?.id ?? null };
};

/** Adds the newest page, below what joins it without a gap. */
export const withNewest = (window: Window, { refs, next_before = null }: LoadedPage): Window => {
  const first = refs.find(isSent)?.id ?? 0;
  const isJoined = window.refs.some(({ id }) => id > 0 && id >= first);
  const whole = { ...window, next_after: null, isStale: false };
  if (!isJoined || next_before === null) return { ...whole, refs: joined(refs), next_before };
  const above = window.refs.filter(({ id }) => id > 0 && id < first);
  const older = above.length > 0 ? window.next_before : next_before;
  return withNewer({ ...whole, refs: above, next_before: older }, { refs });
};
