// What a command is given: its words, its flags, and settings, in any order.

import { duration, type Parse, whole } from '../config/parse';
import { ConfigError } from '../config/read';
import { reasonOf } from '../protocol/errors';
import { invite_uses_max } from '../protocol/limits';

export interface Arguments {
  words: string[];
  isJson: boolean;
  uses?: number;
  expires_s?: number;
  settings: string[];
}

const FLAGS: Record<string, ['uses' | 'expires_s', Parse]> = {
  '--uses': ['uses', whole(1, invite_uses_max)],
  '--expires': ['expires_s', duration],
};

/** @throws ConfigError */
export const readArguments = (args: string[]): Arguments => {
  const read: Arguments = { words: [], isJson: false, settings: [] };
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    if (arg === '--json') read.isJson = true;
    else if (!arg.startsWith('-')) read.words.push(arg);
    else {
      const [name = '', ...rest] = arg.split('=');
      // A value of its own, where none is joined to it.
      const next = rest.length > 0 ? [] : args.slice(i + 1, i + 2);
      i += next.length;
      const flag = FLAGS[name];
      if (flag === undefined) {
        read.settings.push(arg, ...next);
        continue;
      }
      try {
        read[flag[0]] = flag[1]([...rest, ...next].join('=')) as number;
      } catch (error) {
        throw new ConfigError([`${name} ${reasonOf(error)}`]);
      }
    }
  }
  return read;
};
