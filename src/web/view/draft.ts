// What was typed and not sent, kept for each person on this device.
import { me } from '../model/state';

const name = (friend_id: number) => `draft ${me.value?.id} ${friend_id}`;

export const draftOf = (friend_id: number): string => localStorage.getItem(name(friend_id)) ?? '';

export const keepDraft = (friend_id: number, text: string): void => {
  if (text.trim() === '') localStorage.removeItem(name(friend_id));
  else localStorage.setItem(name(friend_id), text);
};
