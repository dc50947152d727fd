// What the program is told: every setting, read and examined.
import type { LogLevel } from '../platform/log';
import type { Language } from '../protocol/successes';

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
  /** Whether the client's service worker keeps it on a device, for when there is no network. */
  offline: boolean;
  log_level: LogLevel;
  public_url: string | undefined;
  /** Undefined: messages stay. */
  retention_days: number | undefined;
  /** Undefined: no /metrics. */
  metrics_token: string | undefined;
  /** Both or neither: the paths of PEM files. */
  tls_cert: string | undefined;
  tls_key: string | undefined;
  /** Whether certificates are asked for at `acme_directory`, for the name in `public_url`. */
  acme: boolean;
  acme_directory: string;
  /** Undefined: no plain http beside https. */
  http_port: number | undefined;
  /** Free space kept for messages: uploads are refused below it. */
  free_bytes_min: number;
  /** Undefined: no scheduled backups. */
  backup_dir: string | undefined;
  backup_every_s: number;
  backup_keep: number;
  /** Encrypts backups; only from the environment or a file. Undefined: not encrypted. */
  backup_passphrase: string | undefined;
  backup_passphrase_file: string | undefined;
  /** Whether devices may be reached by their push services. */
  push: boolean;
  /** Beside the known ones: a host keeps every rule, a whole origin is believed as it is. */
  push_services: string[];
  /** Whom a push service writes to, `mailto:` or `https:`. Undefined: the public address. */
  push_contact: string | undefined;
  /** `turn:`, `turns:`, `stun:` and `stuns:` (RFC 7065, 7064); none by default. */
  turn_urls: string[];
  /** Shared with the TURN server: signs credentials that run out. */
  turn_secret: string | undefined;
  /** Whether the program relays calls itself: by default unless `turn_urls` names other servers. */
  relay: boolean;
  /** Undefined: 3478, if it is free. One that is named is insisted on. */
  turn_port: number | undefined;
  /** Undefined: TURN over TLS at `port` alone. */
  turn_tls_port: number | undefined;
  /** The host in the relay's addresses. Undefined: that of the page. */
  turn_host: string | undefined;
  /** Of everything that the relay passes on, in Mbit/s. */
  relay_mbit: number;
}
