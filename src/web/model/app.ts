// The client, put together: the safe in its worker, the models around it.
import { listenToApi } from './api';
import { createChat } from './chat';
import { createEvents } from './events';
import { createItems } from './item';
import { createKeys } from './keys';
import { createLive } from './live';
import { createLog } from './log';
import { createOutbox } from './outbox';
import { createPeople } from './people';
import { connectSafe } from './remote';
import { createSession } from './session';
import { clockOff_ms, isLoaded, opened } from './state';

/** A clock that is off by less is nobody's trouble. */
const clock_off_ms_min = 5 * 60_000;

const createApp = () => {
  const address = document.querySelector<HTMLMetaElement>('meta[name=worker]')?.content ?? '';
  const safe = connectSafe(address);
  const keys = createKeys(safe);
  const toItem = createItems(safe, keys);
  const log = createLog(toItem);
  const outbox = createOutbox(safe, keys, toItem);
  const live = createLive({
    async reload() {
      await log.loadAll();
      isLoaded.value = true;
      await outbox.flush();
    },
    receive: createEvents({ toItem, keys, log, chat: () => chat, live: () => live }),
    over: () => session.over('ended'),
  });
  const chat = createChat({ safe, keys, toItem, log, outbox, live });
  const session = createSession(safe, keys, async () => live.start());
  listenToApi({
    over: (isOther) => session.over(isOther ? 'otherPerson' : 'ended'),
    time(date) {
      const off_ms = Date.now() - Date.parse(date);
      clockOff_ms.value = Math.abs(off_ms) > clock_off_ms_min ? off_ms : 0;
    },
  });
  document.addEventListener('visibilitychange', () => {
    if (opened.value !== null) chat.markRead(opened.value);
  });
  return { session, chat, keys, outbox, log, people: createPeople(keys) };
};

export const app = createApp();
