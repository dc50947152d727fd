import type { Client } from '../ui/use-app';

/** Whether somebody is there, or types; '' if nothing may be said of it. */
export const presenceLine = (app: Client, friend_id: number): string => {
  const { t, format, people, typing } = app;
  if (people.isSelf(friend_id)) return t.value.people.notesText;
  const known = people.presenceOf(friend_id);
  if (known === null) return '';
  if (typing.isTyping(friend_id)) return t.value.people.typing;
  if (known.status === 'online') return t.value.people.online;
  if (known.status === 'away') return t.value.people.away;
  return t.value.people.lastSeen(format.shortTime(known.last_seen));
};
