// What the screens before the conversations say in English.

import { entry } from './entry';
import { errors } from './errors';
import { form } from './form';
import { shell } from './shell';
import { ui } from './ui';

export const signedOut = { entry, errors, form, shell, ui };

export type EnglishSignedOut = typeof signedOut;
