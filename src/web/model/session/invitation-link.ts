// What the address bar says.

/** The invitation in it: its code, and the key that its fragment pins; '' where it has none. */
export const invitation = (): { code: string; key_id: string } | null => {
  const code = /^\/i\/([\w-]+)$/.exec(location.pathname)?.[1];
  const key_id = /^#([\w-]{43})$/.exec(location.hash)?.[1] ?? '';
  return code ? { code, key_id } : null;
};

export const leaveInvitation = (): void => {
  if (location.pathname !== '/') history.replaceState(null, '', '/');
};
