// A name, or any words of other people, within a sentence: it turns the direction of nothing beside it.

/** What turns the direction of a text, or can't be seen in it (Unicode TR 9, 2). */
const TURNING = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Scripts that are written from right to left, each block of which Unicode keeps for them. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** In one line, as it is. */
export const straight = (text: string): string => text.replace(TURNING, '');

/** Between isolates (FSI and PDI, TR 9, 2.4), where it would move the words and figures beside it. */
export const isolated = (text: string): string => {
  const name = straight(text);
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name;
};

/** The name that somebody chose, and the one by which keys and trust know them. */
export const besideUsername = (name: string, username: string): string =>
  name === username ? isolated(name) : `${isolated(name)} (${isolated(username)})`;

/** Somebody who is no friend yet: known by the user name alone. */
export const strangerName = (person: { username: string; display_name: string }): string =>
  besideUsername(person.display_name || person.username, person.username);
