// Commands on people, invitations and the server: by the server that runs, or without one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config';
import { readConfig } from '../config/read';
import { DataDirectoryError } from '../db/file/data-directory-error';
import { systemUser } from '../operator/audit';
import { COMMANDS, type Command, type Order, runCommand } from '../operator/commands';
import { askControl, UnansweredError } from '../operator/control-socket';
import { createLog } from '../platform/log';
import { in_use_look_every_ms, in_use_patience_ms } from '../protocol/limits';
import { INVITE_FLAGS, readArguments } from './arguments';
import { mustBeOneOf, mustBeWords } from './failure';
import { format } from './format';
import type { Output } from './output';

/**
 * By the server that runs on the data directory, or without one.
 * @throws DataDirectoryError, and what the command refuses
 */
const carryOut = async (config: Config, command: Command, order: Order): Promise<unknown> => {
  const log = createLog({ level: 'error', pretty: () => false });
  for (const end_at = Date.now() + in_use_patience_ms; ; await Bun.sleep(in_use_look_every_ms)) {
    try {
      const answer = await askControl(config.data_dir, order);
      if (answer !== undefined) return answer.result;
      if (!command.begins && !existsSync(join(config.data_dir, 'chat8.db'))) {
        throw new Error(`there is no database in ${config.data_dir}`);
      }
      const { withWorld } = await import('../server/open-world');
      return await withWorld(config, log, (world) => runCommand(world, order));
    } catch (error) {
      // Another command ends soon, and a starting server will soon answer.
      const isBusy = error instanceof DataDirectoryError && error.isInUse;
      const isLost = error instanceof UnansweredError && command.isReadOnly === true;
      if (!(isBusy || isLost) || Date.now() > end_at) throw error;
    }
  }
};

/** @throws ConfigError, DataDirectoryError, and what the command refuses */
export const operate = async (noun: string, args: string[]): Promise<Output> => {
  // `invite list` and `invite revoke` know none of them.
  const isCreating = noun === 'invite' && args.includes('create');
  const own = isCreating ? INVITE_FLAGS : {};
  const { words, isJson, settings, ...flags } = readArguments(args, own);
  // Of one word: status, audit, compact.
  const isWhole = noun in COMMANDS;
  const names = Object.keys(COMMANDS)
    .filter((name) => name.startsWith(`${noun} `))
    .map((name) => name.slice(noun.length + 1));
  const verb = isWhole ? '' : mustBeOneOf(words[0], names, `${noun} ${names.join('|')}`);
  const command = `${noun} ${verb}`.trim();
  const known = COMMANDS[command] as Command;
  const given = isWhole ? words : words.slice(1);
  mustBeWords(given, known.takes, [command, ...known.takes].join(' '));
  const config = readConfig(settings);
  const order = { command, by: systemUser(), words: given, ...flags };
  const result = await carryOut(config, known, order);
  const text = isJson ? JSON.stringify(result) : format(result);
  if (!known.isShownOnce) return text;
  const undo = known.undo?.(result as Record<string, string>);
  return {
    once: text,
    async takeBack() {
      const back = undo && COMMANDS[undo.command];
      if (back) await carryOut(config, back, { ...order, ...undo });
    },
  };
};
