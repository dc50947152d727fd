// 进入对话之前各个页面上的中文。
import type { EnglishSignedOut } from '../en/signed-out';
import { entry } from './entry';
import { errors } from './errors';
import { form } from './form';
import { shell } from './shell';
import { ui } from './ui';

export const signedOut: EnglishSignedOut = { entry, errors, form, shell, ui };
