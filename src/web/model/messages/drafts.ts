// Drafts: saved on this device with every letter, and the same in all tabs. The last change wins, in
// whatever order the tabs hear of it.
import type { Signal } from '@preact/signals';
import { signal } from '@preact/signals';
import { toBase64url } from '../../crypto/bytes';
import type { Channel, Platform } from '../platform';
import type { UnsentStore } from '../store/unsent-store';

const tab_bytes = 12;

interface Typed {
  /** Null if there is no draft, which is not the same as an emptied one. */
  text: string | null;
  at: number;
  tab: string;
}

interface Needs extends Pick<Platform, 'openChannel' | 'clock'> {
  unsentStore: UnsentStore;
  userId: () => number;
}

const isTyped = (message: unknown): message is Typed & { about: string } => {
  const { about, text, at, tab } = (message ?? {}) as Record<string, unknown>;
  const isText = typeof text === 'string' || text === null;
  return isText && typeof about === 'string' && typeof at === 'number' && typeof tab === 'string';
};

/** Two tabs in the same millisecond agree on one of them. */
const isLater = (one: Typed, other: Typed): boolean =>
  one.at === other.at ? one.tab > other.tab : one.at > other.at;

/** What is on its way to what is kept, which says something else until then. */
const createUnderWay = () => {
  const counts = new Map<string, number>();
  const count = (about: string, by: number): void => {
    const now = (counts.get(about) ?? 0) + by;
    if (now > 0) counts.set(about, now);
    else counts.delete(about);
  };
  /** However often it is said that a message leaves, or that it has left. */
  const leaving = new Set<string>();
  return {
    has: (about: string): boolean => counts.has(about) || leaving.has(about),
    send: (about: string): void => void leaving.add(about),
    sent: (about: string): void => void leaving.delete(about),
    begin: (about: string): void => count(about, 1),
    end: (about: string): void => count(about, -1),
  };
};

const createKeeping = (unsentStore: UnsentStore) => {
  const underWay = createUnderWay();
  const keepNow = async (about: string, text: string | null): Promise<boolean> => {
    if (text !== null && text.trim() !== '') return unsentStore.putDraft(about, text);
    await unsentStore.removeDraft(about);
    return true;
  };
  return {
    underWay,
    /** False if a reload would lose it. */
    keep(about: string, text: string | null): Promise<boolean> {
      underWay.begin(about);
      return keepNow(about, text).finally(() => underWay.end(about));
    },
  };
};

/**
 * A tab that was frozen may have missed changes; the stored drafts are the newest, but for what is typed,
 * kept or sent while they are read.
 */
const readStored = async (
  unsentStore: UnsentStore,
  all: ReadonlyMap<string, Signal<Typed>>,
  draftAt: (about: string) => Signal<Typed>,
  isUnderWay: (about: string) => boolean,
): Promise<void> => {
  const before = new Map([...all].map(([about, typed]) => [about, typed.value]));
  const moving = new Set([...all.keys()].filter(isUnderWay));
  const saved = new Map(await unsentStore.allDrafts());
  for (const about of saved.keys()) if (!all.has(about)) before.set(about, draftAt(about).value);
  for (const [about, typed] of all) {
    if (before.get(about) !== typed.value || moving.has(about)) continue;
    const text = saved.get(about);
    if ((typed.value.text ?? '').trim() === String(text ?? '').trim()) continue;
    typed.value = { ...typed.value, text: String(text ?? '') };
  }
};

/** By whom it is for, and the message that it changes, if any. */
const createTyped = () => {
  const all = new Map<string, Signal<Typed>>();
  return {
    all,
    draftAt(about: string): Signal<Typed> {
      const known = all.get(about) ?? signal<Typed>({ text: null, at: 0, tab: '' });
      all.set(about, known);
      return known;
    },
  };
};

const createWriting = (
  draftAt: (about: string) => Signal<Typed>,
  type: (about: string, text: string) => void,
  keep: (about: string, text: string) => Promise<boolean>,
) => {
  let isUnsaved = false;
  const write = async (about: string, text: string): Promise<boolean> => {
    type(about, text);
    const isSaved = await keep(about, text);
    const isNews = !isSaved && !isUnsaved;
    if (text.trim() !== '') isUnsaved = !isSaved;
    return !isNews;
  };
  return {
    /** False the first time that a reload would lose it. */
    write,
    /** It did not go, or was taken back: it stands above what is typed by now. */
    putBack(about: string, text: string): Promise<boolean> {
      const typed = draftAt(about).value.text ?? '';
      return write(about, typed.trim() === '' ? text : `${text}\n${typed}`);
    },
  };
};

export const createDrafts = ({ unsentStore, openChannel, clock, userId }: Needs) => {
  // A page without encryption has no randomUUID, and must still say what it lacks.
  const tab = toBase64url(crypto.getRandomValues(new Uint8Array(tab_bytes)));
  const { all, draftAt } = createTyped();
  const { keep, underWay } = createKeeping(unsentStore);
  let channel: Channel | undefined;
  let latest = 0;

  const hear = (message: unknown): void => {
    if (!isTyped(message)) return;
    const { about, ...theirs } = message;
    latest = Math.max(latest, theirs.at);
    const mine = draftAt(about);
    if (isLater(theirs, mine.value)) {
      // What this tab sends may remove from the store what is typed in the other one meanwhile.
      const isSending = mine.value.tab === tab && mine.value.text === '';
      mine.value = theirs;
      if (isSending) void keep(about, theirs.text);
    } else if (mine.value.text !== theirs.text) {
      // The other tab overwrote a newer draft.
      void keep(about, mine.value.text);
      channel?.post({ about, ...mine.value });
    }
  };
  const type = (about: string, text: string | null): void => {
    latest = Math.max(clock.now(), latest + 1);
    const typed = { text, at: latest, tab };
    draftAt(about).value = typed;
    channel?.post({ about, ...typed });
  };
  const refresh = () => readStored(unsentStore, all, draftAt, underWay.has);

  return {
    async start(): Promise<void> {
      channel = openChannel(`chat8 drafts ${userId()}`);
      channel.listen(hear);
      await refresh();
    },
    /** Null if nothing was typed. */
    read: (about: string): string | null => draftAt(about).value.text,
    ...createWriting(draftAt, type, keep),
    /** The draft is discarded. */
    async drop(about: string): Promise<void> {
      type(about, null);
      await keep(about, null);
    },
    /** It becomes a message, in one transaction with the end of the draft. */
    sent(about: string): void {
      underWay.send(about);
      type(about, '');
    },
    /** After that transaction, which took what another tab had typed by then along, or without one. */
    async keepTyped(about: string): Promise<void> {
      underWay.sent(about);
      const { text } = draftAt(about).value;
      if (text) await keep(about, text);
    },
    refresh,
  };
};

export type Drafts = ReturnType<typeof createDrafts>;
