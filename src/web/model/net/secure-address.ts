// Finds the secure address of this server; it is offered only if this very server answers there.
import { SERVER_ID_PATH } from '../../../protocol/release';
import type { Platform } from '../platform';

interface Here {
  hostname: string;
  port: string;
  pathname: string;
  hash: string;
}

/** What the server said of itself in the head of the page. */
interface Named {
  /** The secure origin that the operator configured; '' if there is none. */
  origin: string;
  server_id: string;
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

/** Null if nothing answers, or something else does. `ask` gives the text of the answer. */
export const findSecureAddress = async (
  here: Here,
  { origin: named, server_id }: Named,
  ask: (url: string) => Promise<string>,
): Promise<string | null> => {
  for (const origin of candidates(here, named)) {
    const answered = await ask(`${origin}${SERVER_ID_PATH}`).catch(() => '');
    if (answered !== '' && answered === server_id) return `${origin}${here.pathname}${here.hash}`;
  }
  return null;
};

export const createSecureAddress =
  ({ fetch, tab }: Pick<Platform, 'fetch' | 'tab'>) =>
  (): Promise<string | null> =>
    findSecureAddress(
      tab.address(),
      { origin: tab.secureOrigin, server_id: tab.serverId },
      async (url) => {
        const answer = await fetch(url, {
          cache: 'no-store',
          credentials: 'omit',
          signal: AbortSignal.timeout(answer_within_ms),
        });
        return answer.text();
      },
    );
