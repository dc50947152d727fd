// What was typed and not sent, kept for each person on this device; in this page alone where the
// browser's storage is full.
import { me, say } from '../model/state';
import { w } from '../words/words';

const unkept = new Map<string, string>();
const name = (friend_id: number) => `draft ${me.value?.id} ${friend_id}`;

export const draftOf = (friend_id: number): string =>
  unkept.get(name(friend_id)) ?? localStorage.getItem(name(friend_id)) ?? '';

export const sayUnkept = (): void => say(w.value.storageFull, true);

export const keepDraft = (friend_id: number, text: string): void => {
  const key = name(friend_id);
  if (text.trim() === '') {
    unkept.delete(key);
    localStorage.removeItem(key);
    return;
  }
  try {
    localStorage.setItem(key, text);
    unkept.delete(key);
  } catch {
    if (!unkept.has(key)) sayUnkept();
    unkept.set(key, text);
  }
};
