// Puts the scanner between every test and the server: whatever a test asks by `fetch` or hears on
// a WebSocket is read, also where the test itself does not look. Whom the tests trust is trusted here.
import { tlsOf } from '../tls';
import { scanAnswer, scanFrame } from './scanner';

const faults: unknown[] = [];
const pending = new Set<Promise<void>>();

/** Reads in the background; a fault fails the test at its end. */
const read = (act: () => Promise<void>): void => {
  const reading = act()
    .catch((error) => void faults.push(error))
    .finally(() => pending.delete(reading));
  pending.add(reading);
};

/** An answer that was cut short said nothing. */
const textOf = (bytes: Promise<ArrayBuffer | Uint8Array>): Promise<string> =>
  bytes.then(
    (all) => Buffer.from(all as Uint8Array).toString(),
    () => '',
  );

interface Answer {
  url: string;
  token?: string;
  sent?: string;
  headers: Headers;
  bytes: () => Promise<ArrayBuffer | Uint8Array>;
}

export const hearAnswer = ({ url, token = '', sent = '', headers, bytes }: Answer): void => {
  const { pathname } = new URL(url);
  read(async () => scanAnswer(pathname, headers, await textOf(bytes()), { token, sent }));
};

export const hearFrame = (text: string): void => read(async () => scanFrame(text));

/** Resolves when all that was said is read. @throws what the scanner found */
export const heardAll = async (): Promise<void> => {
  while (pending.size > 0) await Promise.all(pending);
  const [first] = faults.splice(0);
  if (first !== undefined) throw first;
};

const isServer = (url: string): boolean =>
  URL.canParse(url) && ['127.0.0.1', 'localhost'].includes(new URL(url).hostname);

const ask = globalThis.fetch;

const heard = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
  const url = input instanceof Request ? input.url : String(input);
  const answer = await ask(input, isServer(url) ? { ...tlsOf(url), ...init } : init);
  if (!isServer(answer.url)) return answer;
  const asked = new Headers(input instanceof Request ? input.headers : init?.headers);
  const copy = answer.clone();
  hearAnswer({
    url: answer.url,
    token: asked.get('authorization')?.replace(/^bearer /i, ''),
    sent: typeof init?.body === 'string' ? init.body : '',
    headers: answer.headers,
    bytes: () => copy.arrayBuffer(),
  });
  return answer;
};
globalThis.fetch = Object.assign(heard, { preconnect: ask.preconnect });

const Plain = globalThis.WebSocket;

globalThis.WebSocket = class extends Plain {
  constructor(url: string | URL, options: string | string[] | object = {}) {
    const isProtocol = typeof options === 'string' || Array.isArray(options);
    super(url, (isProtocol ? options : { ...tlsOf(String(url)), ...options }) as never);
    this.addEventListener('message', ({ data }) => hearFrame(String(data)));
  }
};
