// Keeps a certificate from an ACME authority: kept in the data directory, renewed in time, asked
// for again after longer and longer pauses if the authority refuses.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, toRfc3339 } from '../../platform/clock';
import { writeDurably } from '../../platform/durable';
import type { Log } from '../../platform/log';
import { reasonOf } from '../../protocol/errors';
import {
  acme_retry_first_ms,
  acme_retry_max_ms,
  certificate_check_every_ms,
} from '../../protocol/limits';
import { newKey, type Order } from './acme';
import {
  aboutPair,
  type CertificateState,
  type Pair,
  readPair,
  validityFault,
} from './certificate';

interface Options {
  data_dir: string;
  directory: string;
  domain: string;
  order: (order: Order) => Promise<Pair>;
  answer: Order['answer'];
  /** Gets the pair that is kept, if any, before this returns; later each new one. */
  use: (pair: Pair) => void;
  state: CertificateState;
  clock: Clock;
  log: Log;
  check_every_ms?: number;
}

/** One file for key and chain: what is renamed into place is never half a pair. */
const createPairStore = (data_dir: string, directory: string, domain: string) => {
  const dir = join(data_dir, 'acme', new URL(directory).host.replace(':', '_'));
  const account = join(dir, 'account.key');
  const pair = join(dir, `${domain}.pem`);
  const put = (path: string, text: string) => {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeDurably(path, text);
  };
  return {
    accountKey(): string {
      if (!existsSync(account)) put(account, newKey());
      return readFileSync(account, 'utf8');
    },
    load: () => (existsSync(pair) ? readPair(pair, pair) : undefined),
    keep: ({ cert, key }: Pair) => put(pair, `${key.trim()}\n${cert.trim()}\n`),
  };
};

/** When a third of the lifetime is left, as Let's Encrypt advises. */
const dueAt = (pair: Pair | undefined): number => {
  if (pair === undefined) return 0;
  const { from, to } = aboutPair(pair);
  return from + ((to - from) * 2) / 3;
};

/** Returns a function that stops it. */
export const keepCertificate = (options: Options): (() => void) => {
  const { data_dir, directory, domain, order, answer, use, state, clock, log } = options;
  const store = createPairStore(data_dir, directory, domain);
  let pair: Pair | undefined;
  let failures = 0;
  let again_at = 0;
  let isBusy = false;
  let isStopped = false;

  try {
    const kept = store.load();
    if (kept && validityFault(kept, clock.now()) === undefined) {
      pair = kept;
      use(kept);
    }
  } catch (error) {
    log.warn('the stored certificate is not used', { error });
  }
  if (pair === undefined) log.info('asking for the first certificate', { domain, directory });

  const renew = async () => {
    try {
      const made = await order({ directory, account_key: store.accountKey(), domain, answer });
      if (isStopped) return;
      store.keep(made);
      use(made);
      pair = made;
      failures = 0;
      again_at = 0;
      state.trouble = undefined;
      const { to } = aboutPair(made);
      log.info('a certificate was issued', { domain, expires_at: toRfc3339(to) });
    } catch (error) {
      if (isStopped) return;
      again_at = clock.now() + Math.min(acme_retry_first_ms * 4 ** failures, acme_retry_max_ms);
      failures += 1;
      const reason = reasonOf(error);
      state.trouble = { reason, again_at };
      log.error('no certificate was issued', { domain, reason, again_at: toRfc3339(again_at) });
    }
  };

  const check = async () => {
    const now = clock.now();
    if (isBusy || isStopped || now < again_at || now < dueAt(pair)) return;
    isBusy = true;
    await renew();
    isBusy = false;
  };
  const timer = setInterval(check, options.check_every_ms ?? certificate_check_every_ms);
  void check();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
};
