// Snippets for this configuration, for the software around the program.
import type { Config } from '../config/config';
import { type Given, readConfig, readGiven } from '../config/read';
import { readArguments } from './arguments';
import { usage } from './failure';
import { caddy } from './snippets/caddy';
import { docker } from './snippets/docker';
import { haproxy } from './snippets/haproxy';
import { nginx } from './snippets/nginx';
import { systemd } from './snippets/systemd';

const SNIPPETS: Record<string, (config: Config, given: Given[]) => string> = {
  nginx,
  caddy,
  haproxy,
  systemd,
  docker,
};

/** @throws CommandFailure if there is no such snippet, ConfigError */
export const setup = async (args: string[]): Promise<string> => {
  const { words, isJson, settings } = readArguments(args);
  const snippet = Object.hasOwn(SNIPPETS, words[0] ?? '') ? SNIPPETS[words[0] ?? ''] : undefined;
  if (snippet === undefined || words.length !== 1) {
    throw usage(`setup ${Object.keys(SNIPPETS).join('|')} [settings]`);
  }
  const text = snippet(readConfig(settings), readGiven(settings));
  return isJson ? JSON.stringify({ text }) : text;
};
