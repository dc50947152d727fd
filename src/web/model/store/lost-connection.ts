// Whether a database failed because its connection is gone: the browser closed it in the background
// (InvalidStateError), or ended what stands behind it (UnknownError, as Safari says it).

const LOST = ['InvalidStateError', 'UnknownError'];

/** Then it is opened again, and the same is tried once more: nothing was written. */
export const isConnectionLost = (error: unknown): boolean =>
  LOST.includes((error as Error | undefined)?.name ?? '');
