// What the address bar says.

/** The invitation in it: its code, and the key that its fragment pins. */
export const invitation = (): { code: string; key_id: string } | null => {
  const code = /^\/i\/([\w-]+)$/.exec(location.pathname)?.[1];
  return code ? { code, key_id: location.hash.slice(1) } : null;
};

export const leaveInvitation = (): void => {
  if (location.pathname !== '/') history.replaceState(null, '', '/');
};
