// Every text of the client in English: a file for each folder of the view.
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

export const en = {
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

export type English = typeof en;
