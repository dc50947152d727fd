// A push service of the tests (RFC 8030), and browsers that subscribed there. It answers as a test
// says, and opens what it was sent as the browser would.
import { randomBytes } from 'node:crypto';
import type { PushPayload } from '../../../src/protocol/push';
import type { Person } from '../person';
import type { Server } from '../server';
import { eventually } from '../timing';
import { browserKeys, openPush, openVapid } from '../vectors/push-vectors';

export const CONTACT = 'mailto:admin@chat.example';

interface Received {
  path: string;
  headers: Headers;
  body: Uint8Array;
  at: number;
}

type Answering = (received: Received) => Response | Promise<Response>;

/** An answer of a push service. */
export const status =
  (code: number, text = '', headers: Record<string, string> = {}) =>
  () =>
    new Response(text, { status: code, headers });

/** On 127.0.0.1; the server believes it as a whole origin (`settings`). */
export const startPushService = () => {
  const received: Received[] = [];
  let answer: Answering = () => new Response(null, { status: 201 });
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const { pathname: path } = new URL(request.url);
      // A client of another test asks for a server that had this port before.
      if (path.startsWith('/api/')) return status(404)();
      const body = await request.bytes();
      const one = { path, headers: request.headers, body, at: performance.now() };
      received.push(one);
      return answer(one);
    },
  });
  const { origin } = server.url;
  return {
    origin,
    settings: { CHAT8_PUSH_SERVICES: origin, CHAT8_PUSH_CONTACT: CONTACT },
    received,
    answers(next: Answering) {
      answer = next;
    },
    /** All that came for one endpoint. */
    for: (path: string) => received.filter((each) => each.path === path),
    count: (count: number) => eventually(() => received.length >= count),
    [Symbol.dispose]: () => void server.stop(true),
  };
};

export type PushService = ReturnType<typeof startPushService>;

/** Nothing waits to be pushed, and nothing is on its way. */
export const pushesSettled = ({ world }: Pick<Server, 'world'>): Promise<void> =>
  eventually(() => world.push.waiting() === 0);

/** What a browser hands over when it subscribes. */
export const browserSubscription = (endpoint: string) => {
  const keys = browserKeys();
  const auth = randomBytes(16);
  return {
    endpoint,
    keys: { p256dh: keys.getPublicKey('base64url'), auth: auth.toString('base64url') },
    /** As its worker reads it. */
    open(body: Uint8Array) {
      const { text, padded_bytes } = openPush(body, keys, auth);
      return { payload: JSON.parse(text) as PushPayload, padded_bytes };
    },
  };
};

type Body = Record<string, unknown>;

/** Gives the answer as it is. */
export const subscribe = async (person: Person, body: Body) => {
  const { public_key } = (await person.get('/push')).body.data;
  const { keys } = browserSubscription('');
  const asked = { keys, public_key, show: 'name', lang: 'en', ...body };
  return person.put('/push/subscription', asked);
};

let devices = 0;

/** A device of a person, subscribed at the service. */
export const device = async (service: PushService, person: Person, body: Body = {}) => {
  devices += 1;
  const path = `/device/${devices}`;
  const browser = browserSubscription(service.origin + path);
  const { endpoint, keys } = browser;
  const answer = await subscribe(person, { endpoint, keys, ...body });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  const { id, renew_token } = answer.body.data as { id: number; renew_token: string };
  const raw = () => service.for(path);
  return {
    id,
    renew_token,
    path,
    browser,
    raw,
    /** What its worker was given, opened. */
    pushes: () => raw().map(({ body: sealed }) => browser.open(sealed).payload),
    claims: () => openVapid(raw().at(-1)?.headers.get('authorization') ?? ''),
    /** Resolves once so many came. */
    async got(count: number) {
      await eventually(() => raw().length >= count);
      return raw().map(({ body: sealed }) => browser.open(sealed).payload);
    },
    /** As GET /push shows it. */
    async shown() {
      const { subscriptions } = (await person.get('/push')).body.data;
      return subscriptions.find((each: { id: number }) => each.id === id);
    },
    confirms: (push_id: string, more: object = { shown: true }) =>
      person.post('/push/receipt', { id: push_id, ...more }),
  };
};

export type PushDevice = Awaited<ReturnType<typeof device>>;
