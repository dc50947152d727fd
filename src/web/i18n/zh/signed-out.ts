// What the screens before the conversations say in Chinese.
import type { EnglishSignedOut } from '../en/signed-out';
import { entry } from './entry';
import { errors } from './errors';
import { form } from './form';
import { shell } from './shell';
import { ui } from './ui';

export const signedOut: EnglishSignedOut = { entry, errors, form, shell, ui };
