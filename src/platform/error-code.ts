// The code of a system's or SQLite's error.

/** Such as `ENOENT` or `SQLITE_BUSY`; '' for an error without one, and for what is no error. */
export const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
};

/** For a `catch`, if a file need not be there. @throws any other error */
export const unlessMissing = (error: unknown): undefined => {
  if (codeOf(error) !== 'ENOENT') throw error;
};
