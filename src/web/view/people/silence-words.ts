import type { Client } from '../ui/use-app';

/** Until when somebody is silenced; null if they are not. */
export const silenceWords = (app: Client, friend_id: number): string | null => {
  const { t, format, silences } = app;
  const until = silences.mutedUntil(friend_id);
  if (until === null) return null;
  const { silenced, silencedUntil } = t.value.notifications;
  return silences.isForEver(friend_id) ? silenced : silencedUntil(format.endTime(until));
};
