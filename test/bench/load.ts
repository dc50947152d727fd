// A load generator cheap enough not to be what is measured: raw TCP, keep-alive connections,
// one request on its way on each.

/** Sends the same request again and again; gives answers a second. */
export const load = async (
  url: string,
  request: string,
  { connections = 32, seconds = 3 } = {},
): Promise<number> => {
  const { hostname, port } = new URL(url);
  const bytes = Buffer.from(request);
  let answers = 0;
  let running = true;
  const open = () =>
    Bun.connect({
      hostname,
      port: Number(port),
      socket: {
        open: (socket) => void socket.write(bytes),
        data(socket, chunk) {
          // An answer is one packet here: small, and written at once.
          if (chunk.subarray(0, 5).toString('latin1') !== 'HTTP/') return;
          answers += 1;
          if (running) socket.write(bytes);
        },
      },
    });
  const sockets = await Promise.all(Array.from({ length: connections }, open));
  await Bun.sleep(300);
  answers = 0;
  const started = performance.now();
  await Bun.sleep(seconds * 1_000);
  const per_s = (answers * 1_000) / (performance.now() - started);
  running = false;
  await Bun.sleep(50);
  for (const socket of sockets) socket.end();
  return per_s;
};

export const httpRequest = (method: string, path: string, token: string, body?: string): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${token}`,
    ...(body === undefined
      ? []
      : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]),
    '',
    body ?? '',
  ].join('\r\n');
