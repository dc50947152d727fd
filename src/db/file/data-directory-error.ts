/** The data directory can't be used; the message says why, in one line. */
export class DataDirectoryError extends Error {
  override name = 'DataDirectoryError';

  /** `isInUse`: another process has it, which may not last. */
  constructor(
    message: string,
    readonly isInUse = false,
  ) {
    super(message);
  }
}
