// The loaded part of a conversation: a window without gaps that slides over it, so that a long
// conversation costs no more than a short one.

/** A message by its key in the table; `id` is 0 until the server has it, then `order` is its place. */
export interface Place {
  key: string;
  id: number;
  order: number;
}

export interface Window {
  /** The oldest first; those that the server does not have yet come last. */
  places: Place[];
  next_before: number | null;
  /** Null if it reaches the newest message. */
  next_after: number | null;
  isLoading: boolean;
  /** The message below the unread line; unread-line.ts decides. */
  unread_from: number | null;
  /** Events were missed, so nothing is appended until the end is loaded again. */
  isStale: boolean;
}

/** A page of the server, the oldest first. */
export interface Page {
  places: Place[];
  next_before?: number | null;
  next_after?: number | null;
}

/** More than twice what fits on any screen. */
const places_max = 200;

/** Before anything of it is loaded. */
export const EMPTY: Window = {
  places: [],
  next_before: null,
  next_after: null,
  isLoading: false,
  unread_from: null,
  isStale: true,
};

const isSent = ({ id }: Place): boolean => id > 0;

/** Without duplicates; unsent messages come last, in their order. */
const joined = (places: Place[]): Place[] => {
  const once = [...new Map(places.map((place) => [place.key, place])).values()];
  const sent = once.filter(isSent).sort((a, b) => a.id - b.id);
  const unsent = once.filter((place) => !isSent(place)).sort((a, b) => a.order - b.order);
  return [...sent, ...unsent];
};

const isOutside = (window: Window, { id }: Place): boolean => {
  const { next_before, next_after, isStale } = window;
  const sent = window.places.filter(isSent);
  const [first, last] = [sent[0], sent.at(-1)];
  if (id === 0) return next_after !== null;
  if ((next_after !== null || isStale) && (last === undefined || id > last.id)) return true;
  return next_before !== null && first !== undefined && id < first.id;
};

/** Inserts it in its place, once. Outside the window it is left out until the window gets there. */
export const insert = (window: Window, place: Place): Window => {
  const known = window.places.find(({ key }) => key === place.key);
  if (known?.id === place.id) return window;
  if (known === undefined && isOutside(window, place)) return window;
  const rest = window.places.filter((each) => each !== known);
  return { ...window, places: joined([...rest, place]) };
};

export const without = (window: Window, isGone: (place: Place) => boolean): Window => {
  const places = window.places.filter((place) => !isGone(place));
  return places.length === window.places.length ? window : { ...window, places };
};

/** Adds an older page on top and drops the far end. */
export const withOlder = (window: Window, { places, next_before = null }: Page): Window => {
  const all = joined([...places, ...window.places]);
  const rest = { ...window, next_before };
  if (all.length <= places_max) return { ...rest, places: all };
  const kept = all.slice(0, places_max).filter(isSent);
  return { ...rest, places: kept, next_after: kept.at(-1)?.id ?? null };
};

/** Adds a newer page below and drops the far end. */
export const withNewer = (window: Window, { places, next_after = null }: Page): Window => {
  const all = joined([...window.places, ...places]);
  const rest = { ...window, next_after };
  if (all.length <= places_max) return { ...rest, places: all };
  const kept = all.slice(-places_max);
  return { ...rest, places: kept, next_before: kept.find(isSent)?.id ?? null };
};

/** Adds the newest page, below what joins it without a gap. */
export const withNewest = (window: Window, { places, next_before = null }: Page): Window => {
  const first = places.find(isSent)?.id ?? 0;
  const isJoined = window.places.some(({ id }) => id > 0 && id >= first);
  const whole = { ...window, next_after: null, isStale: false };
  if (!isJoined || next_before === null) return { ...whole, places: joined(places), next_before };
  const above = window.places.filter(({ id }) => id > 0 && id < first);
  const older = above.length > 0 ? window.next_before : next_before;
  return withNewer({ ...whole, places: above, next_before: older }, { places });
};
