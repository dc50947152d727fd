// The same store in the memory of the page.
import type { PersonStore, Unsent } from './person-store';

export const createPersonMemory = (): PersonStore => {
  const outbox = new Map<string, Unsent>();
  const drafts = new Map<string, unknown>();
  let count = 0;
  return {
    async addUnsent(id, value, draft) {
      const known = outbox.get(id);
      if (known === undefined) {
        count += 1;
        outbox.set(id, { id, value, order: count });
      }
      if (draft !== undefined) drafts.delete(draft);
      return known?.order ?? count;
    },
    async putUnsent(unsent) {
      const isThere = outbox.has(unsent.id);
      if (isThere) outbox.set(unsent.id, unsent);
      return isThere;
    },
    async removeUnsent(id) {
      outbox.delete(id);
    },
    hasUnsent: async (id) => outbox.has(id),
    allUnsent: async () => [...outbox.values()].sort((a, b) => a.order - b.order),
    async putDraft(about, value) {
      drafts.set(about, value);
    },
    async removeDraft(about) {
      drafts.delete(about);
    },
    allDrafts: async () => [...drafts],
    async clear() {
      outbox.clear();
      drafts.clear();
    },
  };
};
