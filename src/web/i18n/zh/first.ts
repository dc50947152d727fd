// What the screens before the conversations say in Chinese.
import { entry } from './entry';
import { errors } from './errors';
import { form } from './form';
import { shell } from './shell';
import { ui } from './ui';

export const first = { entry, errors, form, shell, ui };
