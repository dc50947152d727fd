// Reads the settings from flags and environment once, and reports all mistakes at once.
import { readFileSync } from 'node:fs';
import type { Config } from './config';
import { contradictions } from './conflicts';
import { longToken } from './parse';
import type { Setting } from './table';
import { SETTINGS } from './table';

export class ConfigError extends Error {
  override name = 'ConfigError';

  constructor(readonly mistakes: string[]) {
    super(mistakes.join('; '));
  }
}

// Settings whose name outside carries no unit.
const OUTSIDE: Partial<Record<keyof Config, string>> = {
  token_ttl_s: 'token_ttl',
  file_bytes_max: 'max_file_size',
  user_quota_bytes: 'user_quota',
  backup_every_s: 'backup_every',
  free_bytes_min: 'min_free',
};

const outside = ({ name }: Setting) => OUTSIDE[name] ?? name;
export const variableOf = (setting: Setting) => `CHAT8_${outside(setting).toUpperCase()}`;
export const flagOf = (setting: Setting) => `--${outside(setting).replaceAll('_', '-')}`;

type Texts = Map<string, { text: string; said: string }>;

const readFlags = (args: string[], given: Texts, mistakes: string[]) => {
  const known = new Map(SETTINGS.map((setting) => [flagOf(setting), setting]));
  let isAfterSecret = false;
  for (let i = 0; i < args.length; i += 1) {
    const [flag = '', ...rest] = (args[i] ?? '').split('=');
    const setting = known.get(flag);
    if (setting === undefined) {
      const isFlag = flag.startsWith('-');
      // It may be the rest of a secret with a space in it.
      const named = isFlag || !isAfterSecret ? flag : 'an argument';
      mistakes.push(`${named} is not known; see chat8 help`);
      // Its value is not another mistake.
      if (isFlag && rest.length === 0 && args[i + 1]?.startsWith('-') === false) i += 1;
      continue;
    }
    isAfterSecret = setting.isSecret === true;
    const inline = rest.length > 0;
    const text = inline ? rest.join('=') : args[i + 1];
    if (!inline) i += 1;
    if (text === undefined) mistakes.push(`${flag} needs a value`);
    else if (setting.isHidden) {
      mistakes.push(`${flag} would be seen by others: use ${variableOf(setting)} or its _FILE`);
    }
    // As with variables: `--data-dir=$UNSET` must not put the data into the current directory.
    else if (text !== '') given.set(setting.name, { text, said: flag });
  }
};

const readVariables = (
  env: Record<string, string | undefined>,
  given: Texts,
  mistakes: string[],
) => {
  const known = new Map(SETTINGS.map((setting) => [variableOf(setting), setting]));
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('CHAT8_')) continue;
    const setting = known.get(name);
    if (setting === undefined) mistakes.push(`${name} is not known; see chat8 help`);
    else if (text) given.set(setting.name, { text, said: name });
  }
};

/** The first line of the file. */
const readSecret = (path: string, mistakes: string[]): string | undefined => {
  try {
    const [line = ''] = readFileSync(path, 'utf8').split(/\r?\n/);
    return longToken(line) as string;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    const reason = code === undefined ? message : `cannot be read (${code})`;
    mistakes.push(`the first line of CHAT8_BACKUP_PASSPHRASE_FILE ${reason}`);
    return undefined;
  }
};

/** With ACME the ports default to those that people and the authority connect to. */
const withPorts = (config: Config, given: Texts): Config => {
  if (!config.acme) return config;
  const port = given.has('port') ? config.port : Number(URL.parse(config.public_url ?? '')?.port);
  return {
    ...config,
    port: given.has('port') ? port : port || 443,
    http_port: config.http_port ?? 80,
  };
};

/**
 * Flags win over the environment. `others` finds what is wrong for this command beside that.
 * @throws ConfigError with every mistake.
 */
export const readConfig = (
  args: string[],
  env: Record<string, string | undefined> = Bun.env,
  others: (config: Config) => string[] = () => [],
): Config => {
  const mistakes: string[] = [];
  const given: Texts = new Map();
  readVariables(env, given, mistakes);
  readFlags(args, given, mistakes);
  const entries = SETTINGS.map((setting) => {
    const { text, said } = given.get(setting.name) ?? { text: setting.default, said: '' };
    try {
      return [setting.name, text === undefined ? undefined : setting.parse(text)];
    } catch (error) {
      mistakes.push(`${said} ${error instanceof Error ? error.message : 'is not valid'}`);
      return [setting.name, undefined];
    }
  });
  const config = withPorts(Object.fromEntries(entries) as Config, given);
  if (config.backup_passphrase_file !== undefined) {
    if (given.has('backup_passphrase')) {
      mistakes.push('CHAT8_BACKUP_PASSPHRASE and CHAT8_BACKUP_PASSPHRASE_FILE exclude each other');
    }
    config.backup_passphrase = readSecret(config.backup_passphrase_file, mistakes);
  }
  const isGiven = (name: keyof Config) => given.has(name) && config[name] !== undefined;
  if (!isGiven('relay')) config.relay = (config.turn_urls ?? []).length === 0;
  mistakes.push(...contradictions(config, isGiven), ...others(config));
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config;
};

/** A setting that differs from its default, as it was written; a path in full. */
export interface Given {
  setting: Setting;
  text: string;
}

/** Files that the operator provides for the program to read. */
const BROUGHT: (keyof Config)[] = ['tls_cert', 'tls_key', 'backup_passphrase_file'];

export const broughtFiles = (given: Given[]): string[] =>
  given.filter(({ setting }) => BROUGHT.includes(setting.name)).map(({ text }) => text);

/** Only once readConfig has found no mistake. */
export const readGiven = (
  args: string[],
  env: Record<string, string | undefined> = Bun.env,
): Given[] => {
  const given: Texts = new Map();
  readVariables(env, given, []);
  readFlags(args, given, []);
  return SETTINGS.flatMap((setting) => {
    const text = given.get(setting.name)?.text;
    if (text === undefined) return [];
    const value = setting.parse(text);
    return [{ setting, text: typeof value === 'string' ? value : text }];
  });
};

/** Without what is never printed. */
export const shownSettings = (config: Config): Partial<Config> =>
  Object.fromEntries(
    SETTINGS.filter(({ isSecret }) => !isSecret).map(({ name }) => [name, config[name]]),
  );
