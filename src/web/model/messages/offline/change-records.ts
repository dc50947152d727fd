// Changes that the server does not know yet, as they lie on this device; in the memory of this page if it
// keeps nothing.
import type { Engine } from '../../../crypto/engine';
import type { Offline } from '../../store/offline/offline';
import type { ChangeRecord, Pending } from './pending';

interface Needs {
  engine: Engine;
  offline: Offline;
}

export const createChangeRecords = ({ engine, offline }: Needs) => {
  const opened = async (own: unknown): Promise<Pending | null> => {
    try {
      const change = JSON.parse(await engine.openOwn(own)) as Pending;
      // An earlier build kept one of them.
      const { id } = change as { id?: number };
      return change.type === 'remove' && id !== undefined ? { ...change, ids: [id] } : change;
    } catch {
      return null;
    }
  };
  return {
    async add(change: Pending): Promise<number> {
      const own = await engine.sealOwn(JSON.stringify(change));
      return (
        (await offline
          .store()
          ?.addChange(own)
          .catch(() => 0)) ?? 0
      );
    },
    async put({ order, change }: ChangeRecord): Promise<void> {
      if (order === 0) return;
      const own = await engine.sealOwn(JSON.stringify(change));
      await offline.store()?.putChange({ order, own });
    },
    async remove(order: number): Promise<void> {
      if (order > 0)
        await offline
          .store()
          ?.removeChange(order)
          .catch(() => {});
    },
    async all(): Promise<ChangeRecord[]> {
      const kept =
        (await offline
          .store()
          ?.changes()
          .catch(() => [])) ?? [];
      const changes = await Promise.all(kept.map(({ own }) => opened(own)));
      return kept.flatMap(({ order }, at) => {
        const change = changes[at];
        return change ? [{ order, change }] : [];
      });
    },
  };
};
