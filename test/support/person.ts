// People for the tests: each speaks the documented API, and remembers what came on the socket.
import { expect } from 'bun:test';
import { credentials, proof } from './client/derived';
import { createPatience } from './timing';
import { tlsOf } from './tls';

export interface Frame {
  type: string;
  data: Record<string, unknown>;
  timestamp: string;
  seq?: number;
  id?: string | number;
}

// biome-ignore lint/suspicious/noExplicitAny: what an unknown server answers, read by the test
type Answer = { status: number; headers: Headers; body: any };

/**
 * After a while without a request (a machine that stood still, say) the server may be closing the
 * connection that was kept. Bun's fetch then repeats what is idempotent by itself (RFC 9110, 9.2.2), and
 * rightly nothing else, so that is asked over a connection of its own.
 */
const rested_ms = 5_000;
let asked_at = 0;

const isRested = (): boolean => {
  const before = asked_at;
  asked_at = performance.now();
  return asked_at - before > rested_ms;
};

export const call = async (
  url: string,
  method: string,
  path: string,
  options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> => {
  const headers: Record<string, string> = { ...options.headers };
  if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
  let body: BodyInit | undefined;
  if (options.body instanceof FormData || typeof options.body === 'string') body = options.body;
  else if (options.body !== undefined) {
    headers['content-type'] ??= 'application/json';
    body = JSON.stringify(options.body);
  }
  const keepalive = !isRested();
  const answer = await fetch(`${url}${path}`, { method, headers, body, keepalive, ...tlsOf(url) });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text.startsWith('{') ? JSON.parse(text) : text,
  };
};

/** A connected device that keeps every frame. */
export const connect = async (url: string, id: number, token: string, query = '') => {
  const frames: Frame[] = [];
  const waiting = new Set<(frame: Frame) => void>();
  const address = `${url.replace('http', 'ws')}/ws/${id}?token=${token}${query}`;
  const socket = new WebSocket(address, tlsOf(url) as never);
  const closed = Promise.withResolvers<number>();
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(String(data)) as Frame;
    frames.push(frame);
    for (const look of waiting) look(frame);
  };
  socket.onclose = ({ code }) => closed.resolve(code);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('the socket did not open'));
  });
  /** The first frame that fits, also one that came before; fails after 30 seconds, by the measure of `createPatience`. */
  const next = (fits: (frame: Frame) => boolean): Promise<Frame> => {
    const known = frames.find(fits);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const isLeft = createPatience(30_000, 1_000);
      const timer = setInterval(() => {
        if (isLeft()) return;
        clearInterval(timer);
        waiting.delete(look);
        const last = frames.slice(-20).map(({ type }) => type);
        reject(new Error(`no such frame; the last ones were ${last.join(', ')}`));
      }, 500);
      const look = (frame: Frame) => {
        if (!fits(frame)) return;
        clearInterval(timer);
        waiting.delete(look);
        resolve(frame);
      };
      waiting.add(look);
    });
  };
  const send = (frame: object | string) =>
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  return {
    frames,
    socket,
    closed: closed.promise,
    send,
    next,
    event: (type: string) => next((frame) => frame.type === type),
    types: () => frames.map(({ type }) => type),
    /** Resolves when all that was published before is here: the server answers in order. */
    async settled() {
      const before = frames.length;
      send({ type: 'ping' });
      await next((frame) => frame.type === 'pong' && frames.indexOf(frame) >= before);
    },
    close: () => socket.close(),
    [Symbol.dispose]: () => socket.close(),
  };
};

export type Connection = Awaited<ReturnType<typeof connect>>;

const person = (url: string, username: string, id: number, token: string) => ({
  id,
  username,
  token,
  url,
  email: `${username}@example.org`,
  password: `${username} likes tea`,
  get: (path: string, headers?: Record<string, string>) =>
    call(url, 'GET', `/api/v1${path}`, { token, headers }),
  post: (path: string, body?: unknown) => call(url, 'POST', `/api/v1${path}`, { token, body }),
  put: (path: string, body?: unknown) => call(url, 'PUT', `/api/v1${path}`, { token, body }),
  delete: (path: string, body?: unknown) => call(url, 'DELETE', `/api/v1${path}`, { token, body }),
  connect: (query?: string) => connect(url, id, token, query),
  /** Sends a text; gives the message. */
  async says(to: { id: number }, content: string, more: object = {}) {
    const body = { receiver_id: to.id, content, ...more };
    const sent = await call(url, 'POST', '/api/v1/messages', { token, body });
    expect(sent.status).toBe(200);
    return sent.body.data;
  },
});

export type Person = ReturnType<typeof person>;

export const register = async (
  url: string,
  username: string,
  more: { invite?: string } = {},
): Promise<Person> => {
  const given = await credentials(url, username, `${username} likes tea`);
  const { status, body } = await call(url, 'POST', '/api/v1/auth/register', {
    body: {
      username,
      email: `${username}@example.org`,
      confirm_password: given.password,
      ...given,
      ...more,
    },
  });
  expect(status).toBe(201);
  return person(url, username, body.data.user_id, body.data.access_token);
};

export const login = async (
  url: string,
  username: string,
  password = `${username} likes tea`,
  more: { derived?: true } = {},
) => {
  const { status, body } = await call(url, 'POST', '/api/v1/auth/login', {
    body: { username, ...proof(url, username, password), ...more },
  });
  expect(status).toBe(200);
  return person(url, username, body.data.user.id, body.data.access_token);
};

export const befriend = async (a: Person, b: Person) => {
  const asked = await a.post('/friends/request', { user_id: b.id });
  expect(asked.status).toBe(201);
  const { request_id } = asked.body.data;
  const handled = await b.put(`/friends/request/${request_id}`, { action: 'accept' });
  expect(handled.status).toBe(200);
};

/** Alice and bob are friends. */
export const friends = async (url: string) => {
  const [alice, bob] = await Promise.all([register(url, 'alice'), register(url, 'bob')]);
  await befriend(alice, bob);
  return { alice, bob };
};
