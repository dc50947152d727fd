// One after the other.
const turns = new Map<string, Promise<unknown>>();

/** Of the same name, in this tab; one that fails holds up no other. */
export const inOrder = <Value>(name: string, act: () => Promise<Value>): Promise<Value> => {
  const turn = (turns.get(name) ?? Promise.resolve()).then(act, act);
  turns.set(name, turn);
  return turn;
};

/** In one tab at a time. Where the browser shares nothing between tabs, this one keeps order. */
export const inTurn = async <Value>(name: string, act: () => Promise<Value>): Promise<Value> => {
  let isGranted = false;
  const granted = () => {
    isGranted = true;
    return act();
  };
  try {
    return await navigator.locks.request(name, granted);
  } catch (error) {
    if (isGranted) throw error;
    return inOrder(name, act);
  }
};
