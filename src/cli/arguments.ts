// What a command is given: its words, its flags, and settings, in any order.

import { durationUpTo, type Parse, whole } from '../config/parse';
import { ConfigError, readConfig } from '../config/read';
import { reasonOf } from '../protocol/errors';
import { invite_ttl_s_max, invite_uses_max } from '../protocol/limits';

interface Arguments {
  words: string[];
  isJson: boolean;
  uses?: number;
  expires_s?: number;
  settings: string[];
}

type Flags = Record<string, ['uses' | 'expires_s', Parse]>;

/** Flags of `invite create`; unknown to every other command. */
export const INVITE_FLAGS: Flags = {
  '--uses': ['uses', whole(1, invite_uses_max)],
  '--expires': ['expires_s', durationUpTo(invite_ttl_s_max)],
};

const mistakesOf = (settings: string[]): string[] => {
  try {
    readConfig(settings);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
};

/** `flags` are the command's own. @throws ConfigError with every mistake, of settings too */
export const readArguments = (args: string[], flags: Flags = {}): Arguments => {
  const mistakes: string[] = [];
  const read: Arguments = { words: [], isJson: false, settings: [] };
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    if (arg === '--json') read.isJson = true;
    else if (!arg.startsWith('-')) read.words.push(arg);
    else {
      const [name = '', ...rest] = arg.split('=');
      // A value of its own, if none is joined to it.
      const next = rest.length > 0 ? [] : args.slice(i + 1, i + 2);
      i += next.length;
      const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
      if (flag === undefined) {
        read.settings.push(arg, ...next);
        continue;
      }
      try {
        read[flag[0]] = flag[1]([...rest, ...next].join('=')) as number;
      } catch (error) {
        mistakes.push(`${name} ${reasonOf(error)}`);
      }
    }
  }
  if (mistakes.length > 0) throw new ConfigError([...mistakes, ...mistakesOf(read.settings)]);
  return read;
};
