// Whose names look alike, by the skeletons of Unicode TR 39.
import { lookalikeKeys } from './lookalike';

/** By what a name looks like: the ids of those who have such a one. */
type LookalikeIndex = ReadonlyMap<string, ReadonlySet<number>>;

const keysOf = (name: string): string[] => {
  const { look, capital_look } = lookalikeKeys(name);
  return [look, capital_look];
};

export const lookalikeIndex = (all: { id: number; names: string[] }[]): LookalikeIndex => {
  const looks = new Map<string, Set<number>>();
  for (const { id, names } of all) {
    for (const key of names.flatMap(keysOf)) looks.set(key, (looks.get(key) ?? new Set()).add(id));
  }
  return looks;
};

/** Somebody else has a name that looks like this one. */
export const hasLookalikeIn = (looks: LookalikeIndex, id: number, name: string): boolean =>
  keysOf(name).some((key) => [...(looks.get(key) ?? [])].some((other) => other !== id));
