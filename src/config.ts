// The settings: flags and environment, read once at the start; all mistakes are told at once.
import { resolve } from 'node:path';
import type { Language } from './notices';
import type { LogLevel } from './platform/log';
import type { Parse } from './platform/parse';
import {
  bytes,
  duration,
  isNetwork,
  isOrigin,
  listOf,
  longToken,
  oneOf,
  onOff,
  plain,
  secret,
  webAddress,
  whole,
} from './platform/parse';

export interface Config {
  /** Undefined: all interfaces. */
  host: string | undefined;
  port: number;
  data_dir: string;
  /** Undefined: made once into the data directory. */
  jwt_secret: string | undefined;
  registration: 'open' | 'invite' | 'closed';
  rate_limit: boolean;
  token_ttl_s: number;
  file_bytes_max: number;
  user_quota_bytes: number;
  cors_origins: string[];
  trust_proxy: string[];
  lang: Language;
  log_level: LogLevel;
  public_url: string | undefined;
  /** Undefined: messages stay. */
  retention_days: number | undefined;
  /** Undefined: no /metrics. */
  metrics_token: string | undefined;
  /** Both or neither: the paths of PEM files. */
  tls_cert: string | undefined;
  tls_key: string | undefined;
  /** Undefined: no backups by the clock. */
  backup_dir: string | undefined;
  backup_every_s: number;
  backup_keep: number;
}

export class ConfigError extends Error {
  override name = 'ConfigError';

  constructor(readonly mistakes: string[]) {
    super(mistakes.join('; '));
  }
}

interface Setting {
  name: keyof Config;
  parse: Parse;
  /** As it would be written. */
  standard: string;
  help: string;
}

export const SETTINGS: Setting[] = [
  { name: 'host', parse: plain, standard: '', help: 'address to listen on; all by default' },
  { name: 'port', parse: whole(0, 65_535), standard: '8000', help: 'port to listen on' },
  {
    name: 'data_dir',
    parse: (text) => resolve(text),
    standard: './data',
    help: 'where all is kept',
  },
  { name: 'jwt_secret', parse: secret, standard: '', help: 'signs tokens; made once by default' },
  {
    name: 'registration',
    parse: oneOf('open', 'invite', 'closed'),
    standard: 'open',
    help: 'who may register: open, invite or closed',
  },
  { name: 'rate_limit', parse: onOff, standard: 'on', help: 'limits on requests: on or off' },
  {
    name: 'token_ttl_s',
    parse: whole(1, 86_400 * 365),
    standard: '1800',
    help: 'life of an access token, seconds',
  },
  { name: 'file_bytes_max', parse: bytes, standard: '100M', help: 'largest upload' },
  { name: 'user_quota_bytes', parse: bytes, standard: '5G', help: 'space for one user’s uploads' },
  {
    name: 'cors_origins',
    parse: listOf(isOrigin, 'must be a list of origins such as https://chat.example, or *'),
    standard: '',
    help: 'other origins whose pages may use the API',
  },
  {
    name: 'trust_proxy',
    parse: listOf(isNetwork, 'must be a list of addresses or networks such as 10.0.0.0/8'),
    standard: '',
    help: 'proxies whose word on the client’s address counts',
  },
  { name: 'lang', parse: oneOf('zh', 'en'), standard: 'zh', help: 'language of answers: zh or en' },
  {
    name: 'log_level',
    parse: oneOf('debug', 'info', 'warn', 'error'),
    standard: 'info',
    help: 'debug, info, warn or error',
  },
  { name: 'public_url', parse: webAddress, standard: '', help: 'the address that people open' },
  {
    name: 'retention_days',
    parse: whole(1, 36_500),
    standard: '',
    help: 'messages are deleted after so many days; never by default',
  },
  {
    name: 'metrics_token',
    parse: longToken,
    standard: '',
    help: 'opens /metrics, as a bearer token',
  },
  {
    name: 'tls_cert',
    parse: (text) => resolve(text),
    standard: '',
    help: 'certificate chain, PEM: the program itself then speaks https',
  },
  {
    name: 'tls_key',
    parse: (text) => resolve(text),
    standard: '',
    help: 'private key of the certificate, PEM',
  },
  {
    name: 'backup_dir',
    parse: (text) => resolve(text),
    standard: '',
    help: 'where backups go by the clock; none by default',
  },
  { name: 'backup_every_s', parse: duration, standard: '1d', help: 'how often: 1d, 12h, 30m' },
  { name: 'backup_keep', parse: whole(1, 10_000), standard: '7', help: 'how many to keep' },
];

// Settings whose name outside carries no unit.
const OUTSIDE: Partial<Record<keyof Config, string>> = {
  token_ttl_s: 'token_ttl',
  file_bytes_max: 'max_file_size',
  user_quota_bytes: 'user_quota',
  backup_every_s: 'backup_every',
};

const outside = ({ name }: Setting) => OUTSIDE[name] ?? name;
export const variableOf = (setting: Setting) => `CHAT8_${outside(setting).toUpperCase()}`;
export const flagOf = (setting: Setting) => `--${outside(setting).replaceAll('_', '-')}`;

type Given = Map<string, { text: string; said: string }>;

const readFlags = (args: string[], given: Given, mistakes: string[]) => {
  const known = new Map(SETTINGS.map((setting) => [flagOf(setting), setting]));
  for (let i = 0; i < args.length; i += 1) {
    const [flag = '', ...rest] = (args[i] ?? '').split('=');
    const setting = known.get(flag);
    if (setting === undefined) {
      mistakes.push(`${flag.startsWith('-') ? flag : 'an argument'} is not known; see chat8 help`);
      continue;
    }
    const inline = rest.length > 0;
    const text = inline ? rest.join('=') : args[i + 1];
    if (!inline) i += 1;
    if (text === undefined) mistakes.push(`${flag} needs a value`);
    // As with variables: `--data-dir=$UNSET` must not put the data into the current directory.
    else if (text !== '') given.set(setting.name, { text, said: flag });
  }
};

const readVariables = (
  env: Record<string, string | undefined>,
  given: Given,
  mistakes: string[],
) => {
  const known = new Map(SETTINGS.map((setting) => [variableOf(setting), setting]));
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('CHAT8_') || !text) continue;
    const setting = known.get(name);
    if (setting === undefined) mistakes.push(`${name} is not known; see chat8 help`);
    else given.set(setting.name, { text, said: name });
  }
};

/** Flags win over the environment. @throws ConfigError with every mistake. */
export const readConfig = (
  args: string[],
  env: Record<string, string | undefined> = Bun.env,
): Config => {
  const mistakes: string[] = [];
  const given: Given = new Map();
  readVariables(env, given, mistakes);
  readFlags(args, given, mistakes);
  const entries = SETTINGS.map((setting) => {
    const { text, said } = given.get(setting.name) ?? { text: setting.standard, said: '' };
    try {
      const isUnset = text === '' && setting.standard === '';
      const list = setting.name === 'cors_origins' || setting.name === 'trust_proxy';
      return [setting.name, isUnset && !list ? undefined : setting.parse(text)];
    } catch (error) {
      mistakes.push(`${said} ${error instanceof Error ? error.message : 'is not valid'}`);
      return [setting.name, undefined];
    }
  });
  if (given.has('tls_cert') !== given.has('tls_key')) {
    mistakes.push('CHAT8_TLS_CERT and CHAT8_TLS_KEY belong together');
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return Object.fromEntries(entries) as Config;
};
