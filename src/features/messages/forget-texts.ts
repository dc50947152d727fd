// Texts of messages that are deleted for everybody already. To take a long one out of the search takes
// a third of a second at worst: many go one by one, and the others come in between.
import { deletionBatch } from '../../db/messages/message';
import { heavy_pause_factor, heavy_pause_ms_max } from '../../protocol/limits';
import type { World } from '../../world';

type Deps = Pick<World, 'ledger' | 'messages' | 'search' | 'meta' | 'walScrub'>;

const KEY = 'texts_to_forget';

const idsIn = ({ meta }: Pick<World, 'meta'>): number[] => JSON.parse(meta.read(KEY) ?? '[]');

/** They go with the next `forgetTexts`, also after a crash. Inside a ledger job. */
export const forgetLater = ({ meta }: Pick<World, 'meta'>, ids: number[]): void =>
  meta.put(KEY, JSON.stringify([...idsIn({ meta }), ...ids]));

/** All that are left to go. */
export const forgetTexts = async (world: Deps): Promise<void> => {
  const { ledger, messages, search, meta, walScrub } = world;
  if (idsIn(world).length === 0) return;
  while (idsIn(world).length > 0) {
    const began_ms = performance.now();
    await ledger.write(() => {
      const ids = idsIn(world);
      // An account that went took its own along.
      const rows = deletionBatch(ids.flatMap((id) => messages.byId(id) ?? []));
      for (const row of rows) {
        search.forget(row);
        messages.blank(row.id);
      }
      const last = rows.at(-1)?.id;
      meta.put(KEY, JSON.stringify(last === undefined ? [] : ids.slice(ids.indexOf(last) + 1)));
    });
    const took_ms = performance.now() - began_ms;
    await Bun.sleep(Math.min(heavy_pause_factor * took_ms, heavy_pause_ms_max));
  }
  walScrub.schedule();
};
