// What was typed and not sent, kept for each person on this device.

import { w } from '../../i18n/language';
import { app } from '../../model/app';
import { me, say } from '../../model/state';

/** `about`: whom it is for, and the message that it changes, if any. */
const name = (about: string) => `draft ${me.value?.id} ${about}`;
let isTold = false;

/** Null where nothing was typed. */
export const draftOf = (about: string): string | null => app.drafts.read(name(about));

export const sayUnkept = (): void => say(w.value.storageFull, true);

export const keepDraft = (about: string, text: string): void => {
  const isKept = app.drafts.write(name(about), text);
  // Once, and not with every letter.
  if (!isKept && !isTold) sayUnkept();
  isTold = !isKept;
};

export const dropDraft = (about: string): void => app.drafts.drop(name(about));
