// Snippets for this very configuration, for what stands around the program.
import { type Config, type Given, readConfig, readGiven } from '../config';
import { readArguments } from './arguments';
import { caddy } from './snippets/caddy';
import { docker } from './snippets/docker';
import { nginx } from './snippets/nginx';
import { systemd } from './snippets/systemd';

const SNIPPETS: Record<string, (config: Config, given: Given[]) => string> = {
  nginx,
  caddy,
  systemd,
  docker,
};

/** @throws Error where there is no such snippet */
export const setup = async (args: string[]): Promise<string> => {
  const { words, settings } = readArguments(args);
  const snippet = Object.hasOwn(SNIPPETS, words[0] ?? '') ? SNIPPETS[words[0] ?? ''] : undefined;
  if (snippet === undefined || words.length !== 1) {
    throw new Error(`usage: chat8 setup ${Object.keys(SNIPPETS).join('|')} [settings]`);
  }
  return snippet(readConfig(settings), readGiven(settings));
};
