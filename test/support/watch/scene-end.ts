// What would go on by itself when a scene is over, as a page does that looks for its server for ever.

const ends = new Set<() => void>();

export const atSceneEnd = (end: () => void): void => void ends.add(end);

/** After each test, see the preload. */
export const endScene = (): void => {
  for (const end of ends) end();
  ends.clear();
};
