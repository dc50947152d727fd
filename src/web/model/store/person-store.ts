// What a device keeps of one person until the server has it: messages that are unsent, and drafts.

export interface Unsent {
  order: number;
  id: string;
  value: unknown;
}

export interface PersonStore {
  /** Adds it once under its `id` and removes `draft`. Returns its place in the order. */
  addUnsent(id: string, value: unknown, draft?: string): Promise<number>;
  /** False if it is gone, because another tab has sent or discarded it. */
  putUnsent(unsent: Unsent): Promise<boolean>;
  removeUnsent(id: string): Promise<void>;
  hasUnsent(id: string): Promise<boolean>;
  /** In their order. */
  allUnsent(): Promise<Unsent[]>;
  putDraft(about: string, value: unknown): Promise<void>;
  removeDraft(about: string): Promise<void>;
  allDrafts(): Promise<[string, unknown][]>;
  clear(): Promise<void>;
}
