// What was typed and not sent: kept on this device with every letter, and the same in all tabs. What
// was typed last wins, in whatever order the tabs hear of it.
import type { Signal } from '@preact/signals';
import { signal } from '@preact/signals';
import { toBase64url } from '../../crypto/bytes';
import type { Tabs } from '../store/tabs';

const tab_bytes = 12;

interface Typed {
  /** Null where there is no draft, which is not the same as an emptied one. */
  text: string | null;
  at: number;
  tab: string;
}

export interface Shelf {
  recall: (name: string) => string | null;
  /** False where it lasts only as long as this page. */
  keep: (name: string, text: string) => boolean;
  forget: (name: string) => void;
}

const isTyped = (message: unknown): message is Typed & { name: string } => {
  const { name, text, at, tab } = (message ?? {}) as Record<string, unknown>;
  const isText = typeof text === 'string' || text === null;
  return isText && typeof name === 'string' && typeof at === 'number' && typeof tab === 'string';
};

/** Two tabs in the same millisecond agree on one of them. */
const isLater = (one: Typed, other: Typed): boolean =>
  one.at === other.at ? one.tab > other.tab : one.at > other.at;

export const createDrafts = (shelf: Shelf, tabs: Tabs, now: () => number = Date.now) => {
  // A page without encryption has no randomUUID, and must still say what it lacks.
  const tab = toBase64url(crypto.getRandomValues(new Uint8Array(tab_bytes)));
  const all = new Map<string, Signal<Typed>>();
  let latest = 0;

  const at = (name: string): Signal<Typed> => {
    const known = all.get(name) ?? signal<Typed>({ text: shelf.recall(name), at: 0, tab: '' });
    all.set(name, known);
    return known;
  };
  const keep = (name: string, text: string | null): boolean => {
    if (text !== null && text.trim() !== '') return shelf.keep(name, text);
    shelf.forget(name);
    return true;
  };

  tabs.hear((message) => {
    if (!isTyped(message)) return;
    const { name, ...theirs } = message;
    latest = Math.max(latest, theirs.at);
    const mine = at(name);
    if (isLater(theirs, mine.value)) {
      mine.value = theirs;
    } else if (mine.value.text !== theirs.text) {
      // They wrote over what was typed after it.
      keep(name, mine.value.text);
      tabs.tell({ name, ...mine.value });
    }
  });

  const write = (name: string, text: string | null): boolean => {
    latest = Math.max(now(), latest + 1);
    const typed = { text, at: latest, tab };
    at(name).value = typed;
    const isKept = keep(name, text);
    tabs.tell({ name, ...typed });
    return isKept;
  };

  return {
    read: (name: string): string | null => at(name).value.text,
    /** False where this browser can not keep it over a reload. */
    write,
    /** Nothing is being written there any more. */
    drop: (name: string): void => void write(name, null),
    /** A tab that was frozen may have missed what the others said: what is kept is the newest. */
    refresh(): void {
      for (const [name, typed] of all) {
        const kept = shelf.recall(name);
        if ((typed.value.text ?? '').trim() === (kept ?? '').trim()) continue;
        typed.value = { ...typed.value, text: kept ?? '' };
      }
    },
  };
};

export type Drafts = ReturnType<typeof createDrafts>;
