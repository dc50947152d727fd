// A disposal that throws takes the place of what the scene failed at, and the runner prints of such an
// error nothing but its name: SuppressedError (ECMA-262, explicit resource management) has no message
// of its own. What is inside is said in its place, the scene's own failure first.

const said = (fault: unknown): string => {
  if (fault instanceof SuppressedError) return fault.message;
  return fault instanceof Error ? (fault.stack ?? String(fault)) : String(fault);
};

/** For all of them, also those that the engine makes. */
export const tellSuppressed = (): void => {
  Object.defineProperty(SuppressedError.prototype, 'message', {
    configurable: true,
    get(this: SuppressedError): string {
      // The prototype itself has neither.
      if (!Object.hasOwn(this, 'suppressed')) return '';
      return `${said(this.suppressed)}\nand then, as it was cleared away: ${said(this.error)}`;
    },
    set(this: SuppressedError, value: string) {
      Object.defineProperty(this, 'message', { value, configurable: true, writable: true });
    },
  });
};
