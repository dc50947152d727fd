// The plain http port beside https: it answers the authority's challenge (RFC 8555, 8.3), and
// sends everybody else to https.
import { plain_port_body_bytes_max } from '../../protocol/limits';

const CHALLENGE = /^\/\.well-known\/acme-challenge\/([\w-]{1,128})$/;
const HEADERS = { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' };

interface Options {
  host: string | undefined;
  port: number;
  /** The redirect target: never what a request says about itself. */
  public_url: string;
  /** False before there is a certificate. */
  isAccepting: () => boolean;
}

/** @throws the system's error if the port can't be had */
export const startPlainPort = ({ host, port, public_url, isAccepting }: Options) => {
  const answers = new Map<string, string>();
  const reply = (request: Request): Response => {
    const { pathname = '/', search = '' } = URL.parse(request.url) ?? {};
    const token = CHALLENGE.exec(pathname)?.[1];
    if (token !== undefined) {
      const text = answers.get(token);
      return new Response(text ?? 'no such challenge\n', {
        status: text === undefined ? 404 : 200,
        headers: { ...HEADERS, 'content-type': 'application/octet-stream' },
      });
    }
    if (!isAccepting()) {
      return new Response('证书正在申请中 · the certificate is being asked for\n', {
        status: 503,
        headers: { ...HEADERS, 'retry-after': '10' },
      });
    }
    const location = `${public_url}${pathname}${search}`;
    return new Response(null, { status: 308, headers: { ...HEADERS, location } });
  };
  const server = Bun.serve({
    hostname: host,
    port,
    reusePort: false,
    development: false,
    idleTimeout: 10,
    maxRequestBodySize: plain_port_body_bytes_max,
    fetch: reply,
  });
  return {
    answer: (token: string, text: string | null): void => {
      if (text === null) answers.delete(token);
      else answers.set(token, text);
    },
    stop: () => server.stop(true),
  };
};
