// A server inside the test's process, on a free port, with a data directory of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config/read';
import { type Clock, systemClock } from '../../src/platform/clock';
import type { Log } from '../../src/platform/log';
import { start } from '../../src/server/start';
import { quickPasswords } from './client/quick-argon2';
import { frontForAll, trusted } from './network/behind-front';
import { markRunning, markStopped } from './network/stopped-servers';
import { holdAnswers } from './watch/answers';
import { scanLog } from './watch/scanner';

export interface LogLine {
  level: string;
  message: string;
  fields: Record<string, unknown>;
}

const keepingLog = (lines: LogLine[]): Log => {
  const at =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      const line = { level, message, fields };
      scanLog(JSON.stringify(line));
      lines.push(line);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};

export const startServer = async (
  settings: Record<string, string> = {},
  clock: Clock = systemClock,
  /** Those of `createPasswords` if the test is about what a password costs. */
  passwords = quickPasswords(),
) => {
  const dir = mkdtempSync(join(tmpdir(), 'chat8-test-'));
  const log: LogLine[] = [];
  const config = readConfig([], {
    CHAT8_HOST: '127.0.0.1',
    CHAT8_PORT: '0',
    CHAT8_DATA_DIR: dir,
    CHAT8_RATE_LIMIT: 'off',
    // Hundreds of servers would all want its port.
    CHAT8_RELAY: 'off',
    ...frontForAll(),
    ...settings,
  });
  const running = await start(config, keepingLog(log), clock, holdAnswers);
  Object.assign(running.world.passwords, passwords);
  const url = await running.accepting;
  markRunning(url);
  if (url.startsWith('https:')) trusted({ url });
  return {
    ...running,
    url,
    dir,
    log,
    async [Symbol.asyncDispose]() {
      markStopped(url);
      await running.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

export type Server = Awaited<ReturnType<typeof startServer>>;
