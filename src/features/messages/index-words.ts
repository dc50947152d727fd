// The index of words catches up, in steps of a few milliseconds each, between which others are served.
import { search_merges_at_once } from '../../protocol/search-limits';
import type { World } from '../../world';

type Deps = Pick<World, 'search' | 'ledger'>;

/** What came lies apart until it is united, and a search reads all of it: a few steps at a time. */
export const uniteWords = async ({ search, ledger }: Deps): Promise<void> => {
  for (let step = 0; step < search_merges_at_once && search.isUniteDue(); step += 1) {
    await ledger.write(() => search.uniteMore());
  }
};

/** The next messages are found from now on. */
export const indexMore = async (deps: Deps): Promise<void> => {
  await deps.ledger.write(() => deps.search.advance());
  await uniteWords(deps);
};
