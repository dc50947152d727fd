import type { Client } from '../ui/use-app';

/** Whether somebody is there, or types; '' if nothing may be said of it. */
export const presenceLine = (app: Client, friend_id: number): string => {
  const { t, format, people, typing, windows } = app;
  if (people.isSelf(friend_id)) return t.value.people.notesText;
  const known = people.presenceOf(friend_id);
  if (known === null) return '';
  if (typing.isTyping(friend_id)) return t.value.people.typing;
  if (known.status === 'online') return t.value.people.online;
  if (known.status === 'away') return t.value.people.away;
  // Whoever wrote later was there later, and keeps it to themselves.
  const wrote = windows
    .timelineOf(friend_id)
    .items.findLast(({ sender_id, id }) => sender_id === friend_id && id > 0);
  if (wrote && Date.parse(wrote.at) > Date.parse(known.last_seen)) return '';
  return t.value.people.lastSeen(format.shortTime(known.last_seen));
};
