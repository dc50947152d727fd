// A field of the browser's own shows what was chosen in it, whatever becomes of that.

/** Does what was chosen; once it is done, or has failed, the field shows what holds by then. */
export const showingHeld = (
  field: { value: string },
  act: (chosen: string) => Promise<unknown>,
  held: () => string,
): Promise<unknown> =>
  act(field.value).finally(() => {
    Object.assign(field, { value: held() });
  });
