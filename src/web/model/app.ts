// The client, put together: the safe in its worker, the models around it.
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
import { opened, phase } from './state';

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
      await outbox.flush();
    },
    receive: createEvents({ toItem, keys, log, chat: () => chat, live: () => live }),
    over() {
      phase.value = 'welcome';
    },
  });
  const chat = createChat({ safe, keys, toItem, log, outbox, live });
  const session = createSession(safe, keys, async () => live.start());
  document.addEventListener('visibilitychange', () => {
    if (opened.value !== null) chat.markRead(opened.value);
  });
  return { session, chat, keys, outbox, log, people: createPeople(() => keys.ownKeyId()) };
};

export const app = createApp();
