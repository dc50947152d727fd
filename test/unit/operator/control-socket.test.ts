// Commands and the server of a data directory: who waits for whom, and what an order comes to.
import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../../src/config/read';
import { runCommand } from '../../../src/operator/commands';
import {
  askControl,
  isServed,
  startControl,
  UnansweredError,
} from '../../../src/operator/control-socket';
import { createLog } from '../../../src/platform/log';
import { withWorld } from '../../../src/server/open-world';
import { start } from '../../../src/server/start';
import { scratch } from '../../support/scratch';

const log = createLog({ level: 'error', pretty: () => false });

const configOf = (dir: string) =>
  readConfig([], {
    CHAT8_HOST: '127.0.0.1',
    CHAT8_PORT: '0',
    CHAT8_DATA_DIR: dir,
    CHAT8_RELAY: 'off',
  });

test('a server that starts beside a command waits for its end, and a second server does not start', async () => {
  using place = scratch();
  const config = configOf(place.dir);
  const [held, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const command = withWorld(config, log, async (world) => {
    held.resolve();
    await letGo.promise;
    return runCommand(world, { command: 'invite create', by: 'root', words: [] });
  });
  await held.promise;
  const secrets = () => readFileSync(join(place.dir, 'secrets.json'), 'utf8');
  const made = secrets();
  const starting = start(config, log);
  letGo.resolve();
  await command;
  const server = await starting;
  try {
    expect(server.world.invites.list(null, Date.now())).toHaveLength(1);
    expect(secrets()).toBe(made);
    await expect(start(config, log)).rejects.toThrow('in use by another Chat8');
  } finally {
    await server.stop();
  }
});

test('what a server carries out when it stops is answered, and an order whose answer was lost is not repeated', async () => {
  using place = scratch();
  const asked: unknown[] = [];
  let stopped: Promise<void> | undefined;
  const stop = startControl(place.dir, async (order) => {
    asked.push(order);
    stopped = stop?.();
    await Bun.sleep(10);
    return 'done';
  });
  expect(await askControl(place.dir, { command: 'last' })).toEqual({ result: 'done' });
  await stopped;
  expect(await askControl(place.dir, { command: 'nobody' })).toBeUndefined();
  const dying = Bun.listen({
    unix: join(place.dir, 'control.sock'),
    socket: { data: (socket) => void socket.terminate() },
  });
  await expect(askControl(place.dir, { command: 'user create' })).rejects.toThrow(UnansweredError);
  expect(await isServed(place.dir)).toBe(false);
  dying.stop(true);
  const mute = Bun.listen({ unix: join(place.dir, 'control.sock'), socket: { data() {} } });
  expect(await isServed(place.dir, 20)).toBe(true);
  mute.stop(true);
  expect(asked).toEqual([{ command: 'last' }]);
});
