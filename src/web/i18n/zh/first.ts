// What the screens before the conversations say in Chinese.
import type { EnglishFirst } from '../en/first';
import { entry } from './entry';
import { errors } from './errors';
import { form } from './form';
import { shell } from './shell';
import { ui } from './ui';

export const first: EnglishFirst = { entry, errors, form, shell, ui };
