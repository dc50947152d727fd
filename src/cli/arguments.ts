// A command's words come first, then its flags, then settings.
import { ConfigError } from '../config';

export interface Arguments {
  words: string[];
  isJson: boolean;
  uses?: number;
  expires_s?: number;
  settings: string[];
}

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds of `7d`, `12h`, `30m`, `45s`. @throws ConfigError */
const seconds = (text: string): number => {
  const [, digits = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const value = Number(digits) * (UNITS[unit] ?? 0);
  if (value > 0) return value;
  throw new ConfigError(['--expires must be a time such as 7d, 12h or 30m']);
};

const count = (text: string): number => {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new ConfigError(['--uses must be a number']);
};

/** @throws ConfigError */
export const readArguments = (args: string[]): Arguments => {
  const first = args.findIndex((arg) => arg.startsWith('-'));
  const flags = first < 0 ? [] : args.slice(first);
  const read: Arguments = {
    words: first < 0 ? args : args.slice(0, first),
    isJson: false,
    settings: [],
  };
  for (let i = 0; i < flags.length; i += 1) {
    const [name = '', ...rest] = (flags[i] ?? '').split('=');
    const inline = rest.length > 0 ? rest.join('=') : undefined;
    if (name === '--json') read.isJson = true;
    else if (name === '--uses' || name === '--expires') {
      const text = inline ?? flags[i + 1] ?? '';
      if (inline === undefined) i += 1;
      if (name === '--uses') read.uses = count(text);
      else read.expires_s = seconds(text);
    } else read.settings.push(flags[i] ?? '');
  }
  return read;
};
