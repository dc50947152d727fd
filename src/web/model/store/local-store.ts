// Short texts in the browser's storage. If it is full or blocked, a text lasts as long as this page.

/** The part of `Storage` that is used. */
export interface TextStorage {
  getItem(name: string): string | null;
  setItem(name: string, text: string): void;
  removeItem(name: string): void;
  names(): string[];
}

export const createLocalStore = (storage: TextStorage | null) => {
  const memory = new Map<string, string>();
  return {
    /** Cookies and site data are blocked, so that not even reading is allowed. */
    isBlocked: storage === null,
    get: (name: string): string | null => memory.get(name) ?? storage?.getItem(name) ?? null,
    /** False if only this page keeps it. */
    set(name: string, text: string): boolean {
      try {
        if (storage === null) throw new Error(name);
        storage.setItem(name, text);
        memory.delete(name);
        return true;
      } catch {
        memory.set(name, text);
        return false;
      }
    },
    remove(name: string): void {
      memory.delete(name);
      storage?.removeItem(name);
    },
    names: (): string[] => [...new Set([...memory.keys(), ...(storage?.names() ?? [])])],
  };
};

export type LocalStore = ReturnType<typeof createLocalStore>;
