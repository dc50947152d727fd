// The client, put together: the safe in its worker, the models around it.

import { connectSafe } from './keys/engine-client';
import { createKeys } from './keys/keys';
import { createChat } from './messages/actions';
import { createDrafts } from './messages/drafts';
import { createItems } from './messages/item';
import { createLog } from './messages/log';
import { createOutbox } from './messages/outbox';
import { createQuotes } from './messages/quotes';
import { createFiles } from './messages/uploads';
import { listenToApi } from './net/api';
import { createLive } from './net/socket';
import { createPeople } from './people/people';
import { presence } from './people/presence';
import { createSession } from './session/session';
import { clockOff_ms, conversations, isLoaded, peerKeys } from './state';
import { forgetText, keepText, recallText } from './store/storage';
import { connectTabs } from './store/tabs';
import { createEvents } from './sync';

/** A clock that is off by less is nobody's trouble. */
const clock_off_ms_min = 5 * 60_000;

const createApp = () => {
  const address = document.querySelector<HTMLMetaElement>('meta[name=worker]')?.content ?? '';
  const safe = connectSafe(address);
  const keys = createKeys(safe);
  const toItem = createItems(safe, keys);
  const log = createLog(toItem);
  const outbox = createOutbox(safe, keys, toItem);
  const files = createFiles(safe, keys, outbox);
  const live = createLive({
    async reload() {
      await log.loadAll();
      presence.known();
      isLoaded.value = true;
      // What came while nobody listened has arrived now.
      for (const { friend, preview, unread_count } of conversations.value) {
        if (!preview || unread_count === 0) continue;
        live.send('delivered', { friend_id: friend.id, up_to: preview.id });
      }
    },
    ready: () => void chat.resume().catch(() => {}),
    restored() {
      // Keys may be others than before, too.
      peerKeys.value = {};
    },
    receive: createEvents({ toItem, keys, log, outbox, live: () => live }),
    lost: presence.lost,
    over: () => session.over('ended'),
  });
  const chat = createChat({ safe, keys, toItem, log, outbox, files, live });
  const session = createSession(safe, keys, {
    ready: async () => live.start(),
    open: (id) => chat.open(id),
  });
  listenToApi({
    over: (isOther) => session.over(isOther ? 'otherPerson' : 'ended'),
    time(date) {
      const off_ms = Date.now() - Date.parse(date);
      clockOff_ms.value = Math.abs(off_ms) > clock_off_ms_min ? off_ms : 0;
    },
  });
  const shelf = { recall: recallText, keep: keepText, forget: forgetText };
  const drafts = createDrafts(shelf, connectTabs('chat8 drafts'));
  addEventListener('visibilitychange', drafts.refresh);
  const quotes = createQuotes(log);
  const people = createPeople(keys);
  return { session, chat, keys, outbox, files, log, drafts, quotes, people };
};

export const app = createApp();
