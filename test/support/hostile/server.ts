// A server that lies: the honest one behind a proxy that changes single answers and frames. It hands
// out the honest client, as whoever stole the server, or breaks TLS on the way to it, would.
import type { ServerWebSocket } from 'bun';
import { tlsOf } from '../tls';

export interface Asked {
  method: string;
  /** Below /api/v1, with its query. */
  path: string;
  body: string;
  /** Who asks, as the token says; '' if nobody does. */
  token: string;
}

/** What becomes of an answer: `honest` asks the server behind, once a call. */
export type AnswerLie = (
  asked: Asked,
  honest: () => Promise<Response>,
) => Promise<Response> | undefined;

export interface Told {
  type: string;
  text: string;
}

/** What becomes of a frame on its way to a client; undefined if it goes on as it is. */
export type FrameLie = (told: Told, line: Line) => undefined | 'told';

/** The connection to one client. */
export interface Line {
  tell(text: string): void;
  close(code: number): void;
}

interface Ends {
  behind: string;
  upstream?: WebSocket;
  early: string[];
}

const API = '/api/v1';

const typeOf = (text: string): string => (JSON.parse(text) as { type: string }).type;

/** Everything that a client said, as the server reads it: bodies, addresses, frames. */
export interface Said {
  what: string;
  text: string;
}

const createFrames = (said: Said[], lies: () => FrameLie[], heard: Told[]) => {
  const pass = (socket: ServerWebSocket<Ends>, text: string): void => {
    const told = { type: typeOf(text), text };
    heard.push(told);
    const line: Line = {
      tell: (each) => void socket.send(each),
      close: (code) => socket.close(code),
    };
    for (const lie of lies()) if (lie(told, line) === 'told') return;
    socket.send(text);
  };
  return {
    open(socket: ServerWebSocket<Ends>) {
      const upstream = new WebSocket(socket.data.behind);
      socket.data.upstream = upstream;
      upstream.onopen = () => {
        for (const text of socket.data.early.splice(0)) upstream.send(text);
      };
      upstream.onmessage = ({ data }) => pass(socket, String(data));
      upstream.onclose = ({ code }) => socket.close(code >= 3_000 || code === 1_000 ? code : 1_000);
    },
    message(socket: ServerWebSocket<Ends>, text: string | Buffer) {
      said.push({ what: 'frame', text: String(text) });
      const { upstream, early } = socket.data;
      if (upstream?.readyState === WebSocket.OPEN) upstream.send(String(text));
      else early.push(String(text));
    },
    close: ({ data }: ServerWebSocket<Ends>) => data.upstream?.close(),
  };
};

const passOn = async (behind: string, request: Request, body: ArrayBuffer): Promise<Response> => {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.set('accept-encoding', 'identity');
  headers.delete('connection');
  const init = { ...tlsOf(behind), method: request.method, headers, redirect: 'manual' as const };
  const isEmpty = body.byteLength === 0;
  // Bun's own, which no test's ear is at: what the server says is heard at the client.
  return Bun.fetch(`${behind}${pathname}${search}`, { ...init, ...(isEmpty ? {} : { body }) });
};

/** Stands before the server at `behind`; honest until it is told to lie. */
export const startHostileServer = (behind: string) => {
  const said: Said[] = [];
  const asked: Asked[] = [];
  const heard: Told[] = [];
  const answerLies = new Set<AnswerLie>();
  const frameLies = new Set<FrameLie>();
  const held = new Set<() => void>();
  const moved = new Map<string, string>();

  const answer = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const body = await request.arrayBuffer();
    const honest = () => passOn(behind, request, body);
    const location = search === '' && moved.get(pathname);
    if (location) return new Response(null, { status: 302, headers: { location } });
    if (!pathname.startsWith(API)) return honest();
    const text = Buffer.from(body).toString();
    const path = `${pathname.slice(API.length)}${search}`;
    const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
    const one = { method: request.method, path, body: text, token };
    asked.push(one);
    said.push({ what: `${one.method} ${path}`, text: `${path}\n${text}` });
    for (const lie of answerLies) {
      const lied = lie(one, honest);
      if (lied) return lied;
    }
    return honest();
  };
  const server = Bun.serve<Ends>({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 0,
    fetch(request, self) {
      const { pathname, search } = new URL(request.url);
      if (request.headers.get('upgrade') !== 'websocket') return answer(request);
      const data = { behind: `${behind.replace('http', 'ws')}${pathname}${search}`, early: [] };
      return self.upgrade(request, { data }) ? undefined : new Response(null, { status: 400 });
    },
    websocket: createFrames(said, () => [...frameLies], heard),
  });

  const add = <Lie>(all: Set<Lie>, lie: Lie) => {
    all.add(lie);
    return { [Symbol.dispose]: () => void all.delete(lie) };
  };
  return {
    url: `http://127.0.0.1:${server.port}`,
    said,
    asked,
    heard,
    /** Pages, by their path, and where they are said to be. */
    moved,
    /** Until it is disposed of. */
    answers: (lie: AnswerLie) => add(answerLies, lie),
    frames: (lie: FrameLie) => add(frameLies, lie),
    /** How many answers wait for `release`. */
    held: () => held.size,
    /** The answer waits until it is released. */
    hold: () => new Promise<void>((resolve) => void held.add(resolve)),
    release(): void {
      for (const resolve of held) resolve();
      held.clear();
    },
    /** From now on it tells the truth, and remembers nothing. */
    repent(): void {
      answerLies.clear();
      frameLies.clear();
      for (const all of [said, asked, heard]) all.length = 0;
    },
    async [Symbol.asyncDispose]() {
      await server.stop(true);
    },
  };
};

export type HostileServer = ReturnType<typeof startHostileServer>;
