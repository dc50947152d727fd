// What was typed and not sent, kept for each person on this device.

import { w } from '../../i18n/language';
import { me, say } from '../../model/state';
import { forgetText, keepText, recallText } from '../../model/store/storage';

/** `about`: whom it is for, and the message that it changes, if any. */
const name = (about: string) => `draft ${me.value?.id} ${about}`;
let isTold = false;

export const draftOf = (about: string): string => recallText(name(about)) ?? '';

export const sayUnkept = (): void => say(w.value.storageFull, true);

export const keepDraft = (about: string, text: string): void => {
  if (text.trim() === '') {
    forgetText(name(about));
    return;
  }
  const isKept = keepText(name(about), text);
  // Once, and not with every letter.
  if (!isKept && !isTold) sayUnkept();
  isTold = !isKept;
};
