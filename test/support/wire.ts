// Bytes on a connection as they are, for what no HTTP client would send.
import { scanFrame } from './scanner';

/** What the server said until it closed the connection; asks it to, where it is asked at all. */
export const speak = async (url: string, lines: string[], body = ''): Promise<string> => {
  const { hostname, port } = new URL(url);
  const closed = Promise.withResolvers<void>();
  let said = '';
  const socket = await Bun.connect({
    hostname,
    port: Number(port),
    socket: {
      data(_, chunk) {
        said += chunk.toString();
      },
      close: () => closed.resolve(),
      error: () => closed.resolve(),
    },
  });
  socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`);
  await closed.promise;
  scanFrame(said);
  return said;
};
