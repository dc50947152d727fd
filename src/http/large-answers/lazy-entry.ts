// Lists with large texts: each entry is read when it is written out, so that the answer is never in
// memory as a whole, however many people read theirs slowly.
import { answer_whole_units_max, entry_bytes } from '../../protocol/limits';

/** JSON takes what `toJSON` gives in its place (ECMA-262, 25.5.2): undefined for what is gone since. */
export class LazyEntry {
  constructor(
    readonly bytes: number,
    readonly toJSON: () => unknown,
  ) {}
}

/** An entry that is not made yet. `bytes` are those of its text. */
export interface Unmade<Entry> {
  bytes: number;
  make(): Entry | undefined;
}

/**
 * A small list as it is; of a large one each entry stands for what it makes when it is written out,
 * and is good for nothing else.
 */
export const listOf = <Entry>(entries: Unmade<Entry>[]): Entry[] => {
  const bytes = entries.reduce((sum, each) => sum + each.bytes + entry_bytes, 0);
  if (bytes > answer_whole_units_max) {
    return entries.map(
      (each) => new LazyEntry(each.bytes + entry_bytes, each.make) as unknown as Entry,
    );
  }
  return entries.flatMap(({ make }) => make() ?? []);
};
