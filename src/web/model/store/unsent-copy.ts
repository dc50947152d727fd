// What this page has seen of somebody's unsent messages and drafts, for a browser that takes its database
// away while the page is open: then they go into the new one.
import type { Unsent } from './person-store';

export const createUnsentCopy = () => {
  const outbox = new Map<string, Unsent>();
  const drafts = new Map<string, unknown>();
  return {
    outbox: (): Unsent[] => [...outbox.values()],
    drafts: (): [string, unknown][] => [...drafts],
    put: (unsent: Unsent): void => void outbox.set(unsent.id, unsent),
    remove: (id: string): void => void outbox.delete(id),
    putDraft: (about: string, value: unknown): void => void drafts.set(about, value),
    removeDraft: (about: string): void => void drafts.delete(about),
    /** All that lie there. */
    sawOutbox(all: Unsent[]): void {
      outbox.clear();
      for (const unsent of all) outbox.set(unsent.id, unsent);
    },
    sawDrafts(all: [string, unknown][]): void {
      drafts.clear();
      for (const [about, value] of all) drafts.set(about, value);
    },
    clear(): void {
      outbox.clear();
      drafts.clear();
    },
  };
};

export type UnsentCopy = ReturnType<typeof createUnsentCopy>;
