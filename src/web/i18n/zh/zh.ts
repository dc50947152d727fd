// Every text of the client in Chinese; a type holds it to the shape of the English.
import type { English } from '../en/en';
import { call } from './call';
import { composer } from './composer';
import { conversation } from './conversation';
import { doctor } from './doctor';
import { exports } from './exports';
import { gallery } from './gallery';
import { message } from './message';
import { notifications } from './notifications';
import { palette } from './palette';
import { people } from './people';
import { search } from './search';
import { settings } from './settings';
import { sidebar } from './sidebar';
import { signedOut } from './signed-out';
import { trust } from './trust';
import { viewer } from './viewer';

export const zh: English = {
  ...signedOut,
  call,
  composer,
  conversation,
  doctor,
  exports,
  gallery,
  message,
  notifications,
  palette,
  people,
  search,
  settings,
  sidebar,
  trust,
  viewer,
};
