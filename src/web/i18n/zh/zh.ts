// Every text of the client in Chinese; a type holds it to the shape of the English.
import type { English } from '../en/en';
import { composer } from './composer';
import { conversation } from './conversation';
import { entry } from './entry';
import { errors } from './errors';
import { form } from './form';
import { message } from './message';
import { notifications } from './notifications';
import { people } from './people';
import { search } from './search';
import { settings } from './settings';
import { shell } from './shell';
import { sidebar } from './sidebar';
import { trust } from './trust';
import { ui } from './ui';

export const zh: English = {
  composer,
  conversation,
  entry,
  errors,
  form,
  message,
  notifications,
  people,
  search,
  settings,
  shell,
  sidebar,
  trust,
  ui,
};
