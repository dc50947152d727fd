// A certificate from an authority that speaks ACME (RFC 8555), proven by http-01 (its 8.3).
import { generateKeyPairSync } from 'node:crypto';
import { reasonOf } from '../../protocol/errors';
import {
  acme_poll_first_ms,
  acme_poll_max_ms,
  acme_polls_max,
  acme_request_ms,
} from '../../protocol/limits';

export interface Order {
  /** The address of the authority's directory. */
  directory: string;
  /** PEM; the authority knows the account by it. */
  account_key: string;
  domain: string;
  /** What `/.well-known/acme-challenge/{token}` answers from now on; null: nothing more. */
  answer(token: string, text: string | null): void;
}

/** A key on P-256, as PKCS #8 in PEM. */
export const newKey = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;

// Loaded with the first order: it is large, and most servers never need it.
const loadClient = async () => {
  const acme = await import('acme-client');
  // The caller decides when to try again, over hours if necessary.
  Object.assign(acme.axios.defaults, {
    acmeSettings: { retryMaxAttempts: 0, retryDefaultDelay: 1 },
    timeout: acme_request_ms,
  });
  return acme;
};

/** The library fails in unclear ways if an authority is unreachable. @throws with the reason */
const mustAnswer = async (directory: string) => {
  let answer: Response;
  try {
    answer = await fetch(directory, { signal: AbortSignal.timeout(acme_request_ms) });
  } catch (error) {
    throw new Error(`${directory} cannot be reached: ${reasonOf(error)}`);
  }
  if (!answer.ok) throw new Error(`${directory} answers ${answer.status}`);
  await answer.body?.cancel();
};

/** With a new key each time, both in PEM. Agrees to the authority's terms. @throws what it said */
export const orderCertificate = async ({ directory, account_key, domain, answer }: Order) => {
  await mustAnswer(directory);
  const acme = await loadClient();
  const client = new acme.Client({
    directoryUrl: directory,
    accountKey: account_key,
    backoffAttempts: acme_polls_max,
    backoffMin: acme_poll_first_ms,
    backoffMax: acme_poll_max_ms,
  });
  // Registering again would update an existing account with nothing: strict authorities refuse
  // that. If there is none, this fails, and `auto` registers.
  await client.createAccount({ onlyReturnExisting: true }).catch(() => {});
  const key = newKey();
  const [, csr] = await acme.crypto.createCsr({ altNames: [domain] }, key);
  const cert = await client.auto({
    csr,
    termsOfServiceAgreed: true,
    challengePriority: ['http-01'],
    // A server behind a router often can't reach itself by its own name; the authority will see.
    skipChallengeVerification: true,
    async challengeCreateFn(_authorization, { type, token }, text) {
      if (type !== 'http-01') throw new Error('the authority does not offer http-01');
      answer(token, text);
    },
    async challengeRemoveFn(_authorization, { token }) {
      answer(token, null);
    },
  });
  return { cert, key };
};
