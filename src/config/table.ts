// The table of settings: how each is parsed, its default, and its help text.
import { resolve } from 'node:path';
import type { Config } from './config';
import type { Parse } from './parse';
import {
  bytes,
  contact,
  duration,
  hostName,
  httpsAddress,
  isIceServer,
  isNetwork,
  isOrigin,
  isPushService,
  listOf,
  longToken,
  oneOf,
  onOff,
  plain,
  secret,
  turnPort,
  turnTlsPort,
  webAddress,
  whole,
} from './parse';

export interface Setting {
  name: keyof Config;
  parse: Parse;
  /** As it would be written. Without one the setting is undefined if it is not given. */
  default?: string;
  help: string;
  /** Not as a flag: flags are visible in the list of processes. */
  isHidden?: boolean;
  /** Never printed. */
  isSecret?: boolean;
}

export const SETTINGS: Setting[] = [
  { name: 'host', parse: plain, help: 'address to listen on; all by default' },
  {
    name: 'port',
    parse: whole(0, 65_535),
    default: '8000',
    help: 'port to listen on; with ACME that of the public address',
  },
  {
    name: 'data_dir',
    parse: (text) => resolve(text),
    default: './data',
    help: 'directory for all data',
  },
  {
    name: 'jwt_secret',
    parse: secret,
    help: 'signs tokens; generated once by default',
    isSecret: true,
  },
  {
    name: 'registration',
    parse: oneOf('open', 'invite', 'closed'),
    default: 'open',
    help: 'who may register: open, invite or closed',
  },
  { name: 'rate_limit', parse: onOff, default: 'on', help: 'limits on requests: on or off' },
  {
    name: 'token_ttl_s',
    parse: whole(1, 86_400 * 365),
    default: '1800',
    help: 'lifetime of an access token, in seconds',
  },
  { name: 'file_bytes_max', parse: bytes, default: '100M', help: 'largest upload' },
  {
    name: 'user_quota_bytes',
    parse: bytes,
    default: '5G',
    help: 'space for one user’s files, messages and keys',
  },
  {
    name: 'cors_origins',
    parse: listOf(
      isOrigin,
      'must be a list of origins such as https://chat.example, or *; a * inside one is no origin',
    ),
    default: '',
    help: 'other origins whose pages may use the API',
  },
  {
    name: 'trust_proxy',
    parse: listOf(isNetwork, 'must be a list of addresses or networks such as 10.0.0.0/8'),
    default: '',
    help: 'proxies that are trusted about who connects, and to which address',
  },
  { name: 'lang', parse: oneOf('zh', 'en'), default: 'zh', help: 'language of answers: zh or en' },
  {
    name: 'offline',
    parse: onOff,
    default: 'on',
    help: 'the client opens without a network: on or off',
  },
  {
    name: 'log_level',
    parse: oneOf('debug', 'info', 'warn', 'error'),
    default: 'info',
    help: 'debug, info, warn or error',
  },
  { name: 'public_url', parse: webAddress, help: 'the address that people open' },
  {
    name: 'free_bytes_min',
    parse: bytes,
    default: '256M',
    help: 'free space kept for messages: uploads are refused below it',
  },
  {
    name: 'retention_days',
    parse: whole(1, 36_500),
    help: 'messages are deleted after this many days; never by default',
  },
  {
    name: 'metrics_token',
    parse: longToken,
    help: 'opens /metrics, as a bearer token',
    isSecret: true,
  },
  {
    name: 'tls_cert',
    parse: (text) => resolve(text),
    help: 'certificate chain, PEM: the program then serves https itself',
  },
  {
    name: 'tls_key',
    parse: (text) => resolve(text),
    help: 'private key of the certificate, PEM',
  },
  {
    name: 'acme',
    parse: onOff,
    default: 'off',
    help: 'on: automatic certificates for the name of the public address',
  },
  {
    name: 'http_port',
    parse: whole(0, 65_535),
    help: 'port for plain http, redirected to https; 80 with ACME, whose authority connects to it',
  },
  {
    name: 'acme_directory',
    parse: httpsAddress,
    default: 'https://acme-v02.api.letsencrypt.org/directory',
    help: 'the ACME authority; turning ACME on agrees to its terms',
  },
  {
    name: 'backup_dir',
    parse: (text) => resolve(text),
    help: 'directory for scheduled backups; none by default',
  },
  { name: 'backup_every_s', parse: duration, default: '1d', help: 'how often: 1d, 12h, 30m' },
  { name: 'backup_keep', parse: whole(1, 10_000), default: '7', help: 'how many to keep' },
  {
    name: 'backup_passphrase',
    parse: longToken,
    help: 'encrypts backups (age); only in the environment',
    isHidden: true,
    isSecret: true,
  },
  {
    name: 'backup_passphrase_file',
    parse: (text) => resolve(text),
    help: 'a file with that passphrase',
  },
  {
    name: 'push',
    parse: onOff,
    default: 'on',
    help: 'notifications by push services, to devices that asked for them: on or off',
  },
  {
    name: 'push_services',
    parse: listOf(
      isPushService,
      'must be a list of hosts such as push.example, or whole origins such as https://ntfy.lan:8443',
    ),
    default: '',
    help: 'push services beside those of the browsers; a whole origin is believed as it is',
  },
  {
    name: 'push_contact',
    parse: contact,
    help: 'whom push services write to, mailto: or https:; the public address by default',
  },
  {
    name: 'turn_urls',
    parse: listOf(
      isIceServer,
      'must be a list of addresses such as turn:turn.example:3478?transport=udp, turns:turn.example or stun:stun.example',
    ),
    default: '',
    help: 'TURN servers for calls that find no direct way; none by default',
  },
  {
    name: 'turn_secret',
    parse: plain,
    help: 'shared with those servers (static-auth-secret of coturn): signs credentials of a day',
    isSecret: true,
  },
  {
    name: 'relay',
    parse: onOff,
    default: 'on',
    help: 'relays calls that find no direct way: on or off; off by default beside CHAT8_TURN_URLS',
  },
  {
    name: 'turn_port',
    parse: turnPort,
    help: 'port of that relay, UDP and TCP; 3478 by default, if it is free',
  },
  {
    name: 'turn_tls_port',
    parse: turnTlsPort,
    help: 'a port of its own for TURN over TLS, which the https port of the program takes anyway',
  },
  {
    name: 'turn_host',
    parse: hostName,
    help: 'name or address of the relay, if it is not that of the page',
  },
  {
    name: 'relay_mbit',
    parse: whole(1, 100_000),
    default: '100',
    help: 'the most that the relay passes on, in Mbit/s',
  },
];
