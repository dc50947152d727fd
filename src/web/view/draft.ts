// What was typed and not sent, kept for each person on this device.
import { me, say } from '../model/state';
import { forgetText, keepText, recallText } from '../model/storage';
import { w } from '../words/words';

const name = (friend_id: number) => `draft ${me.value?.id} ${friend_id}`;
let isTold = false;

export const draftOf = (friend_id: number): string => recallText(name(friend_id)) ?? '';

export const sayUnkept = (): void => say(w.value.storageFull, true);

export const keepDraft = (friend_id: number, text: string): void => {
  if (text.trim() === '') {
    forgetText(name(friend_id));
    return;
  }
  const isKept = keepText(name(friend_id), text);
  // Once, and not with every letter.
  if (!isKept && !isTold) sayUnkept();
  isTold = !isKept;
};
