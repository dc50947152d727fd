// A socket that shakes hands and then never reads: raw TCP, so that nothing reads for it.
import { randomBytes } from 'node:crypto';
import { tlsOf } from '../tls';

/** Resolves once the server has taken it; `closed` when the server let go of it. */
export const connectSilent = async (url: string, path: string) => {
  const { hostname, port, host } = new URL(url);
  const shaken = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<void>();
  const { tls } = tlsOf(url) as { tls?: { ca?: string } };
  let bytes = 0;
  let last = Buffer.alloc(0);
  const socket = await Bun.connect({
    hostname,
    port: Number(port),
    ...(tls ? { tls: { ...tls, serverName: 'localhost' } } : {}),
    socket: {
      open: () => void (tls ? undefined : ready.resolve()),
      handshake: () => ready.resolve(),
      data(open, chunk) {
        bytes += chunk.length;
        last = Buffer.concat([last, chunk]).subarray(-64);
        open.pause();
        shaken.resolve();
      },
      close: () => closed.resolve(),
      error: () => closed.resolve(),
    },
  });
  await ready.promise;
  socket.write(
    [
      `GET ${path} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      '\r\n',
    ].join('\r\n'),
  );
  await shaken.promise;
  return {
    closed: closed.promise,
    end: () => socket.terminate(),
    /** As a text frame (RFC 6455, 5.2), masked with zeros. */
    send(text: string): void {
      const payload = Buffer.from(text);
      socket.write(
        Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]),
      );
    },
    /** The end of what was read. */
    last: (): Buffer => last,
    /** Reads on until so many bytes came, or the server let go of it. Gives how many. */
    async read(wanted: number): Promise<number> {
      const gone = closed.promise.then(() => true);
      while (bytes < wanted) {
        socket.resume();
        if (await Promise.race([gone, Bun.sleep(1)])) break;
      }
      socket.pause();
      return bytes;
    },
  };
};
