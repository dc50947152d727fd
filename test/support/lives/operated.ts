// A server with an operator: it is backed up, and restored, while people go on with their lives.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyDatabase, renewLife } from '../../../src/db/file/snapshot';
import { deleteExpired } from '../../../src/features/messages/expiry';
import { scratch } from '../scratch';
import { startServer } from '../server';
import { createTime } from './time';

export const startOperated = async () => {
  const place = scratch();
  const [living, copy] = [join(place.dir, 'living'), join(place.dir, 'copy')];
  const time = createTime();
  const start = () => startServer({ CHAT8_DATA_DIR: living }, time);
  let server = await start();
  let restores = 0;
  const stop = () => server[Symbol.asyncDispose]();
  return {
    time,
    url: () => server.url,
    /** How often it was restored. */
    restores: () => restores,
    /** It is stopped and started, whatever is on its way. */
    async again(): Promise<void> {
      await stop();
      server = await start();
    },
    /** What is over by now is deleted, as it looks for it every second. */
    expire: (): Promise<void> => deleteExpired(server.world),
    /** A copy of everything but what disappears; the pages lose their lines meanwhile. */
    async backup(): Promise<void> {
      await stop();
      rmSync(copy, { recursive: true, force: true });
      const isOther = (path: string) => !path.includes('chat8.db');
      cpSync(living, copy, { recursive: true, filter: isOther });
      copyDatabase(join(living, 'chat8.db'), join(copy, 'chat8.db'));
      server = await start();
    },
    /** As `chat8 restore` leaves it: another life, with secrets of its own. */
    async restore(): Promise<void> {
      await stop();
      rmSync(living, { recursive: true });
      cpSync(copy, living, { recursive: true });
      restores += 1;
      renewLife(join(living, 'chat8.db'), `life ${restores}`, time.now());
      rmSync(join(living, 'secrets.json'));
      server = await start();
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await stop();
      place[Symbol.dispose]();
    },
  };
};

export type Operated = Awaited<ReturnType<typeof startOperated>>;
