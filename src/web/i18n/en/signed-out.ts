// What the screens before the conversations say in English.

import { errors } from './errors';
import { form } from './form';
import { shell } from './shell';
import { signIn } from './sign-in';
import { ui } from './ui';

export const signedOut = { signIn, errors, form, shell, ui };

export type EnglishSignedOut = typeof signedOut;
