// A push service for Firefox: autopush's protocol towards the browser (`dom.push.serverURL`), and
// RFC 8030 towards who sends. On 127.0.0.1.
import type { ServerWebSocket } from 'bun';

interface Frame {
  messageType?: 'hello' | 'register' | 'unregister' | 'ack' | 'nack';
  channelID: string;
  updates?: { version: string; code: number }[];
}

/** What the browser says of a push that it could not open. */
export const NOT_OPENED = 101;

export const startAutopush = () => {
  /** Channels of the browser, by the path of their endpoint. */
  const channels = new Map<string, string>();
  const gone = new Set<string>();
  const acks = new Map<string, number>();
  let socket: ServerWebSocket<undefined> | undefined;
  let count = 0;

  const tell = (frame: object) => socket?.send(JSON.stringify(frame));
  const hear = (frame: Frame): unknown => {
    const { messageType, channelID } = frame;
    switch (messageType) {
      case 'hello':
        return tell({ messageType, uaid: '0'.repeat(32), status: 200, use_webpush: true });
      case 'register': {
        count += 1;
        const path = `/wpush/${count}`;
        channels.set(path, channelID);
        return tell({
          messageType,
          channelID,
          status: 200,
          pushEndpoint: server.url.origin + path,
        });
      }
      case 'unregister':
        return tell({ messageType, channelID, status: 200 });
      case 'ack':
      case 'nack':
        for (const { version, code } of frame.updates ?? []) acks.set(version, code);
        return undefined;
      default:
        return tell({});
    }
  };
  const deliver = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname;
    const channelID = channels.get(path);
    if (channelID === undefined || gone.has(path)) return new Response(null, { status: 410 });
    count += 1;
    const body = await request.bytes();
    const sealed =
      body.length > 0
        ? { data: Buffer.from(body).toString('base64url'), headers: { encoding: 'aes128gcm' } }
        : {};
    tell({ messageType: 'notification', channelID, version: `${count}`, ...sealed });
    return new Response(null, { status: 201, headers: { location: `/m/${count}` } });
  };
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch(request, self) {
      if (request.method === 'POST') return deliver(request);
      const headers = { 'sec-websocket-protocol': 'push-notification' };
      return self.upgrade(request, { headers, data: undefined })
        ? undefined
        : new Response(null, { status: 404 });
    },
    websocket: {
      open(opened: ServerWebSocket<undefined>) {
        socket = opened;
      },
      message(_, text) {
        hear(JSON.parse(String(text)) as Frame);
      },
    },
  });
  return {
    origin: server.url.origin,
    socketUrl: `ws://${server.url.host}/`,
    /** Endpoints that were handed out, the newest last. */
    endpoints: () => [...channels.keys()].map((path) => server.url.origin + path),
    /** From now on it answers 410. */
    end: (endpoint: string) => void gone.add(new URL(endpoint).pathname),
    /** What the browser said of each push, by their order. */
    acks,
    [Symbol.dispose]: () => void server.stop(true),
  };
};
