// Finds the secure address of this server; it is offered only if it answers.
import type { Platform } from '../platform';

interface Here {
  hostname: string;
  port: string;
  pathname: string;
  hash: string;
}

const answer_within_ms = 5_000;

/**
 * The origin that the operator named, else the standard port of the same host where this page is on
 * the standard port itself: of others the browser's policy for this page allows no question.
 */
const candidates = ({ hostname, port }: Here, named: string): string[] => [
  ...(named ? [named] : []),
  ...(port === '' && named !== `https://${hostname}` ? [`https://${hostname}`] : []),
];

/** Null if nothing answers; the answer itself is not read. */
export const findSecureAddress = async (
  here: Here,
  named: string,
  ask: (url: string) => Promise<unknown>,
): Promise<string | null> => {
  for (const origin of candidates(here, named)) {
    const isThere = await ask(`${origin}/healthz`).then(
      () => true,
      () => false,
    );
    if (isThere) return `${origin}${here.pathname}${here.hash}`;
  }
  return null;
};

export const createSecureAddress =
  ({ fetch, tab }: Pick<Platform, 'fetch' | 'tab'>) =>
  (): Promise<string | null> =>
    findSecureAddress(tab.address(), tab.secureOrigin, (url) =>
      fetch(url, {
        mode: 'no-cors',
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout(answer_within_ms),
      }),
    );
