// Files that were chosen, dropped or pasted, and are not sent yet.
import { signal } from '@preact/signals';

const files_max = 20;

interface Chosen {
  files: File[];
  /** Pictures keep their original size. */
  isOriginal: boolean;
}

const NONE: Chosen = { files: [], isOriginal: false };

export const createChosenFiles = () => {
  const chosen = signal<Record<number, Chosen>>({});
  const of = (friend_id: number): Chosen => chosen.value[friend_id] ?? NONE;
  const set = (friend_id: number, change: Partial<Chosen>): void => {
    const next = { ...of(friend_id), ...change };
    const kept = next.files.length > 0 ? next : { ...next, isOriginal: false };
    chosen.value = { ...chosen.value, [friend_id]: kept };
  };
  return {
    files_max,
    /** For a friend. */
    of,
    /** False if there are too many; the rest is left out. */
    add(friend_id: number, files: Iterable<File>, isOriginal = of(friend_id).isOriginal): boolean {
      const all = [...of(friend_id).files, ...files];
      set(friend_id, { files: all.slice(0, files_max), isOriginal });
      return all.length <= files_max;
    },
    /** One of them, or all. */
    remove(friend_id: number, file?: File): void {
      set(friend_id, { files: file ? of(friend_id).files.filter((each) => each !== file) : [] });
    },
    hasAny: (): boolean => Object.values(chosen.value).some(({ files }) => files.length > 0),
    setOriginal: (friend_id: number, isOriginal: boolean): void => set(friend_id, { isOriginal }),
  };
};

export type ChosenFiles = ReturnType<typeof createChosenFiles>;
