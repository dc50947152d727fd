// Short texts that this browser keeps between visits. Where it has no room for one, or lets no page
// keep anything, it lives as long as this page.
const here = new Map<string, string>();

/** Someone has blocked cookies and site data: not even reading is allowed. */
export const isForgetful = (() => {
  try {
    return localStorage === null;
  } catch {
    return true;
  }
})();

export const recallText = (name: string): string | null =>
  here.get(name) ?? (isForgetful ? null : localStorage.getItem(name));

/** False where it is kept in this page alone. */
export const keepText = (name: string, text: string): boolean => {
  try {
    localStorage.setItem(name, text);
    here.delete(name);
    return true;
  } catch {
    here.set(name, text);
    return false;
  }
};

export const forgetText = (name: string): void => {
  here.delete(name);
  if (!isForgetful) localStorage.removeItem(name);
};

export const keptNames = (): string[] => [
  ...new Set([...here.keys(), ...(isForgetful ? [] : Object.keys(localStorage))]),
];
