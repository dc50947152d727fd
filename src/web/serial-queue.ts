// Work that is done one after the other, in the order in which it was given.

/** What fails is told to who gave it, and stops nothing that follows. */
export const createSerialQueue = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <Value>(act: () => Value | Promise<Value>): Promise<Value> => {
    const result = last.then(act);
    last = result.catch(() => {});
    return result;
  };
};
