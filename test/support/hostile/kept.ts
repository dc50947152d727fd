// What a browser keeps, in a form that can be copied: a life begins with a copy, so that no lie of the
// life before is still in it.
import type { Platform } from '../../../src/web/model/platform';
import type { TextStorage } from '../../../src/web/model/store/local-store';
import type { OfflineStore } from '../../../src/web/model/store/offline/store';
import type { PersonStore } from '../../../src/web/model/store/person-store';
import { createPersonMemory } from '../../../src/web/model/store/unsent-memory';
import type { FakeStores } from '../fake-store';
import { fakeStores } from '../fake-store';

export interface Kept {
  texts: Map<string, string>;
  values: Map<string, unknown>;
  store: PersonStore;
  stores: FakeStores;
  cookies: Map<string, string>;
}

export const textsIn = (all: Map<string, string>): TextStorage => ({
  getItem: (name) => all.get(name) ?? null,
  setItem: (name, text) => void all.set(name, text),
  removeItem: (name) => void all.delete(name),
  names: () => [...all.keys()],
});

export const newKept = (): Kept => ({
  texts: new Map(),
  values: new Map(),
  store: createPersonMemory(),
  stores: fakeStores(),
  cookies: new Map(),
});

export const copyOf = async (kept: Kept): Promise<Kept> => {
  const store = createPersonMemory();
  for (const { id, value } of await kept.store.allUnsent()) await store.addUnsent(id, value);
  for (const [about, value] of await kept.store.allDrafts()) await store.putDraft(about, value);
  return {
    texts: new Map(kept.texts),
    values: new Map(kept.values),
    store,
    stores: await kept.stores.copy(),
    cookies: new Map(kept.cookies),
  };
};

/** What is read and written is waited for, as answers are. */
export const storesOf = (
  { stores }: Kept,
  hold: <Value>(act: Promise<Value>) => Promise<Value>,
): Pick<Platform, 'machine' | 'openOfflineStore' | 'removeOfflineStore'> => ({
  machine: stores.machine,
  openOfflineStore: (user_id) =>
    hold(
      stores.openOfflineStore(user_id).then((store) => {
        const held = Object.entries(store).map(([name, act]) => {
          if (typeof act !== 'function' || name === 'close') return [name, act];
          const call = act as (...args: unknown[]) => Promise<unknown>;
          return [name, (...args: unknown[]) => hold(call(...args))];
        });
        return Object.fromEntries(held) as OfflineStore;
      }),
    ),
  removeOfflineStore: (user_id) => hold(stores.removeOfflineStore(user_id)),
});
