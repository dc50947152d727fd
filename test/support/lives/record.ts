// What was said in random lives, and where it has to stand: with both of its people until one of them
// takes it away. After a restore of the server only that is certain which neither side of it changed.
import type { Seat, Someone } from './people';

/** `maybe`: a restore may have brought it back, or taken it away; all devices say the same of it. */
type Place = 'there' | 'maybe' | 'gone';

export interface Said {
  from: number;
  to: number;
  /** As it was said, and as it was corrected. */
  texts: string[];
  /** By person. */
  places: Map<number, Place>;
  /** The device that has not sent it yet, for want of a line. */
  waitsOn: Seat | null;
}

export const createRecord = () => {
  const all: Said[] = [];
  let count = 0;
  let isSaved = false;
  let saved: (Map<number, Place> | null)[] = [];
  return {
    /** A text that nobody has written before. */
    next(verb: string): string {
      count += 1;
      return `${verb} ${count}.`;
    },
    said(by: Seat, from: Someone, to: Someone, text: string, place: Place = 'there'): Said {
      const places = new Map([from, to].map(({ id }): [number, Place] => [id, place]));
      const waitsOn = by.line.isCut ? by : null;
      const said = { from: from.id, to: to.id, texts: [text], places, waitsOn };
      all.push(said);
      return said;
    },
    /** It has a line, and told what waited there. */
    told(by: Seat): void {
      for (const said of all) if (said.waitsOn === by) said.waitsOn = null;
    },
    find: (text: string): Said | undefined => all.find(({ texts }) => texts.includes(text)),
    /** Between two people, the oldest first; what still waits on a device without a line is not among it. */
    between: (one: Someone, other: Someone): Said[] =>
      all.filter(
        ({ from, to, waitsOn }) =>
          waitsOn === null &&
          ((from === one.id && to === other.id) || (from === other.id && to === one.id)),
      ),
    /** A restore would give back what there was. */
    isSaved: (): boolean => isSaved,
    save(): void {
      isSaved = true;
      saved = all.map(({ places, waitsOn }) => (waitsOn ? null : new Map(places)));
    },
    restore(): void {
      for (const [at, said] of all.entries()) {
        // It still waits there, whatever becomes of the server.
        if (said.waitsOn) continue;
        for (const [id, place] of said.places) {
          if (saved[at]?.get(id) !== place) said.places.set(id, 'maybe');
        }
      }
    },
  };
};

export type Record = ReturnType<typeof createRecord>;
