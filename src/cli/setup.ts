// Snippets for this configuration, for the software around the program.
import type { Config } from '../config/config';
import { type Given, readConfig, readGiven } from '../config/read';
import { readArguments } from './arguments';
import { mustBeOneOf, mustBeWords } from './failure';
import { caddy } from './snippets/caddy';
import { docker } from './snippets/docker';
import { haproxy } from './snippets/haproxy';
import { nginx } from './snippets/nginx';
import { systemd } from './snippets/systemd';

const SNIPPETS = { nginx, caddy, haproxy, systemd, docker } satisfies Record<
  string,
  (config: Config, given: Given[]) => string
>;
const NAMES = Object.keys(SNIPPETS) as (keyof typeof SNIPPETS)[];

/** @throws CommandFailure if there is no such snippet, ConfigError */
export const setup = async (args: string[]): Promise<string> => {
  const { words, isJson, settings } = readArguments(args);
  const how = `setup ${NAMES.join('|')} [settings]`;
  const name = mustBeOneOf(words[0], NAMES, how);
  mustBeWords(words, ['NAME'], how);
  const text = SNIPPETS[name](readConfig(settings), readGiven(settings));
  return isJson ? JSON.stringify({ text }) : text;
};
