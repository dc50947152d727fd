// Ids of messages that are no more, so that a late answer does not bring one back. What the server only
// left out of a page is there again once it gives it again; what it said to be deleted is shown as that.
interface Tombstone {
  /** Counted in events, as the table does. */
  stamp: number;
  /** It was said; else it was only not there. */
  isSaid: boolean;
}

export const createTombstones = () => {
  const all = new Map<number, Tombstone>();
  return {
    said(id: number, stamp: number): void {
      all.set(id, { stamp, isSaid: true });
    },
    /** An answer that was `asked` for then lacks it. */
    absent(id: number, asked: number): void {
      if (!all.get(id)?.isSaid) all.set(id, { stamp: asked, isSaid: false });
    },
    isSaid: (id: number): boolean => all.get(id)?.isSaid ?? false,
    /** An answer of before may still have it. `isKnown`: it is known to be deleted wherever it stands. */
    isBuried(id: number, asked: number | null, isKnown: boolean): boolean {
      const found = all.get(id);
      if (found === undefined) return false;
      if (asked !== null && asked < found.stamp) return true;
      return found.isSaid && (asked === null || !isKnown);
    },
    forget: (id: number): void => void all.delete(id),
    clear: (): void => all.clear(),
  };
};

export type Tombstones = ReturnType<typeof createTombstones>;
