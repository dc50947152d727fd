/** Called by what takes long: a step and how much it is, then each piece of it (bytes). */
export interface Progress {
  step(doing: string, of_bytes: number): (bytes: number) => void;
}

export const silent: Progress = { step: () => () => {} };
