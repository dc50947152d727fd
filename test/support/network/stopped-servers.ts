// Which servers of this process's tests are gone, and which are the executable. The system gives their
// ports to later ones.

const stopped = new Set<string>();
const executables = new Set<string>();

/** It answers at that address from now on, whoever did before. */
export const markRunning = (url: string, what?: 'executable'): void => {
  stopped.delete(url);
  if (what === undefined) executables.delete(url);
  else executables.add(url);
};

export const isExecutable = (url: string): boolean => executables.has(url);

export const markStopped = (url: string): void => void stopped.add(url);

/** Somebody else may have its port by now: a client that outlives its server asks there no more. */
export const hasStopped = (url: string): boolean => stopped.has(url);
