// 进入对话之前各个页面上的中文。
import type { EnglishSignedOut } from '../en/signed-out';
import { errors } from './errors';
import { form } from './form';
import { shell } from './shell';
import { signIn } from './sign-in';
import { ui } from './ui';

export const signedOut: EnglishSignedOut = { signIn, errors, form, shell, ui };
