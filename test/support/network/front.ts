// What stands before the server in a person's life: nothing, a proxy whose server is away, a line that
// hangs, a hotel's sign-in page, a redirect of
// invitations, or the server with another build of the client.
export type Manner = 'pass' | 'hang' | '502' | 'hotel' | { build: string } | { redirect: string };

const html = { 'content-type': 'text/html' };

/** Without what is only true of a compressed body. */
const bare = (answer: Response): Headers => {
  const headers = new Headers(answer.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  return headers;
};

/** The same client under another name: enough for a browser to take it for another build. */
const rename = async (answer: Response, from: string, to: string): Promise<Response> => {
  const text = (await answer.text())
    .replaceAll(from, to)
    .replace('<body>', `<body data-build="${to}">`);
  const headers = bare(answer);
  if (headers.has('x-chat8-build')) headers.set('x-chat8-build', to);
  return new Response(text, { status: answer.status, headers });
};

export const openFront = async (url: string) => {
  const build = (await fetch(url)).headers.get('x-chat8-build') ?? '';
  let manner: Manner = 'pass';
  const asked: string[] = [];
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      asked.push(pathname + search);
      if (manner === 'hang') return new Promise<Response>(() => {});
      if (manner === '502') return new Response('Bad gateway', { status: 502, headers: html });
      if (manner === 'hotel') return new Response('Welcome to our hotel', { headers: html });
      if (typeof manner === 'object' && 'redirect' in manner && pathname.startsWith('/i/')) {
        if (pathname !== manner.redirect) return Response.redirect(manner.redirect);
      }
      const answer = await fetch(url + pathname + search, {
        method: request.method,
        headers: request.headers,
        body: request.method === 'GET' ? null : await request.arrayBuffer(),
        redirect: 'manual',
        // What is compressed stays so, or its header would not be true.
        decompress: typeof manner === 'object' && 'build' in manner,
      }).catch(() => undefined);
      const isClient = /^\/($|sw\.js$|i\/)/.test(pathname);
      if (answer === undefined) return new Response('Bad gateway', { status: 502, headers: html });
      if (typeof manner !== 'object' || 'redirect' in manner) return answer;
      if (isClient) return rename(answer, build, manner.build);
      return new Response(answer.body, { status: answer.status, headers: bare(answer) });
    },
  });
  return {
    url: server.url.origin,
    /** Paths that were asked for since the last call. */
    asked: () => asked.splice(0),
    be(next: Manner): void {
      manner = next;
    },
    [Symbol.dispose]: () => void server.stop(true),
  };
};
