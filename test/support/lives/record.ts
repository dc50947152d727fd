// What was said in random lives, and where it has to stand: with both of its people until one of them
// takes it away, or its time is over. After a restore of the server only that is certain which neither
// side of it changed.
import type { Seat, Someone } from './people';
import type { Time } from './time';

/** `maybe`: a restore may have brought it back, or taken it away; all devices say the same of it. */
export type Place = 'there' | 'maybe' | 'gone';

export interface Said {
  from: number;
  to: number;
  /** As it was said, and as it was corrected. */
  texts: string[];
  /** By person. */
  places: Map<number, Place>;
  /** The device that has not sent it yet, for want of a line. */
  waitsOn: Seat | null;
  /** For how long it stays (s); null if for good. What its writer did not seal into it, the server adds. */
  lasts_s: number | null;
  /** When the server had it at the earliest, and at the latest; null if it may not have it yet (ms). */
  sent_after: number;
  sent_before: number | null;
}

/** A device whose clock is wrong by less counts with it. */
const clock_off_ms_max = 10 * 60_000;

const isBetween = ({ from, to }: Said, one: number, other: number): boolean =>
  (from === one && to === other) || (from === other && to === one);

/** For how long what two people say to each other stays. */
const createLifetimes = () => {
  let all = new Map<string, number | null>();
  let saved = new Map(all);
  const between = (one: number, other: number) => [one, other].sort((a, b) => a - b).join(' ');
  return {
    of: (one: number, other: number): number | null => all.get(between(one, other)) ?? null,
    choose: (one: number, other: number, lasts_s: number | null) =>
      void all.set(between(one, other), lasts_s),
    save(): void {
      saved = new Map(all);
    },
    restore(): void {
      all = new Map(saved);
    },
  };
};

/** Whether its time is over; null if that is not to be said to the minute. */
const isOver = ({ lasts_s, sent_after, sent_before }: Said, now: number): boolean | null => {
  if (lasts_s === null || now < sent_after + lasts_s * 1_000 - clock_off_ms_max) return false;
  const isSurely = sent_before !== null && now > sent_before + lasts_s * 1_000 + clock_off_ms_max;
  return isSurely ? true : null;
};

export const createRecord = ({ now }: Pick<Time, 'now'>) => {
  const all: Said[] = [];
  const lifetimes = createLifetimes();
  let count = 0;
  let isSaved = false;
  let saved: (Map<number, Place> | null)[] = [];
  return {
    lifetimes,
    /** A text that nobody has written before. */
    next(verb: string): string {
      count += 1;
      return `${verb} ${count}.`;
    },
    said(by: Seat, from: Someone, to: Someone, text: string, place: Place = 'there'): Said {
      const places = new Map([from, to].map(({ id }): [number, Place] => [id, place]));
      const waitsOn = by.line.isCut ? by : null;
      const lasts_s = by.device.app.lifetimes.of(to.id);
      const when = { lasts_s, sent_after: now(), sent_before: null };
      const said = { from: from.id, to: to.id, texts: [text], places, waitsOn, ...when };
      all.push(said);
      return said;
    },
    /** It has a line, and told what waited there. */
    told(by: Seat): void {
      for (const said of all) if (said.waitsOn === by) said.waitsOn = null;
    },
    /** Whoever has a line has told everything. */
    arrived(): void {
      for (const said of all) {
        if (said.waitsOn || said.sent_before !== null) continue;
        said.sent_before = now();
        said.lasts_s ??= lifetimes.of(said.from, said.to);
      }
    },
    /** What was passed on stands in several conversations. */
    find: (text: string, one: Pick<Someone, 'id'>, other: Pick<Someone, 'id'>): Said | undefined =>
      all.find((said) => said.texts.includes(text) && isBetween(said, one.id, other.id)),
    placeOf(said: Said, id: number): Place {
      const place = said.places.get(id) ?? 'gone';
      const isGone = isOver(said, now());
      if (isGone) return 'gone';
      return isGone === null && place === 'there' ? 'maybe' : place;
    },
    /** Between two people, the oldest first; what still waits on a device without a line is not among it. */
    between: (one: Someone, other: Someone): Said[] =>
      all.filter((said) => said.waitsOn === null && isBetween(said, one.id, other.id)),
    /** A restore would give back what there was. */
    isSaved: (): boolean => isSaved,
    save(): void {
      isSaved = true;
      lifetimes.save();
      saved = all.map(({ places, waitsOn }) => (waitsOn ? null : new Map(places)));
    },
    restore(): void {
      lifetimes.restore();
      for (const [at, said] of all.entries()) {
        // It still waits there, whatever becomes of the server.
        if (said.waitsOn) continue;
        // No backup keeps what disappears.
        const isKept = said.lasts_s === null || !saved[at];
        for (const [id, place] of said.places) {
          if (!isKept) said.places.set(id, 'gone');
          else if (saved[at]?.get(id) !== place) said.places.set(id, 'maybe');
        }
      }
    },
  };
};

export type Record = ReturnType<typeof createRecord>;
