// Bytes on a connection as they are, for what no HTTP client would send.
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { eventually } from '../timing';
import { tlsOf } from '../tls';
import { scanFrame } from '../watch/scanner';

/** As its address says, with TLS or without. What is written before it is connected waits. */
export const dial = (
  url: string,
  more: { allowHalfOpen?: boolean; localAddress?: string } = {},
) => {
  const { hostname, port, protocol } = new URL(url);
  const to = { host: hostname, port: Number(port), ...more };
  if (protocol !== 'https:') return connect(to);
  return connectTls({ ...to, servername: 'localhost', ...tlsOf(url).tls });
};

/** What the server said until it closed the connection; asks it to, where it is asked at all. */
export const speak = async (
  url: string,
  lines: string[],
  body = '',
  more: { localAddress?: string } = {},
): Promise<string> => {
  const closed = Promise.withResolvers<void>();
  let said = '';
  const socket = dial(url, more);
  socket.on('data', (chunk) => {
    said += chunk.toString();
  });
  socket.on('close', () => closed.resolve());
  socket.on('error', () => closed.resolve());
  socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`);
  await closed.promise;
  scanFrame(said);
  return said;
};

/** A connection on which one asks for several things, one after the other. */
export const keeping = (url: string) => {
  let said = '';
  let isClosed = false;
  const socket = dial(url)
    .on('data', (bytes) => {
      said += bytes.toString();
    })
    .on('close', () => {
      isClosed = true;
    });
  return {
    isClosed: () => isClosed,
    /** The head of the answer. */
    async asks(path: string, token?: string) {
      said = '';
      const who = token === undefined ? '' : `Authorization: Bearer ${token}\r\n`;
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${who}\r\n`);
      await eventually(() => {
        const [head = '', body] = said.split('\r\n\r\n');
        const [, length] = /^content-length: (\d+)/im.exec(head) ?? [];
        return body !== undefined && Buffer.byteLength(body) >= Number(length);
      });
      scanFrame(said);
      return said.split('\r\n\r\n')[0]?.toLowerCase() ?? '';
    },
    [Symbol.dispose]: () => socket.destroy(),
  };
};

const patience_ms = 30_000;

/**
 * What the server said until it closed the connection, which it is asked to, or `no answer` behind
 * that after 30 s. The body goes out piece by piece; then the sending side is closed, if told to.
 */
export const pour = (url: string, lines: string[], pieces: Buffer[], isClosed = false) =>
  new Promise<string>((resolve) => {
    const socket = dial(url, { allowHalfOpen: true });
    let said = '';
    const end = (last: string) => {
      clearTimeout(timer);
      socket.destroy();
      scanFrame(said);
      resolve(said + last);
    };
    const timer = setTimeout(() => end('no answer'), patience_ms);
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
    });
    socket.on('end', () => end(''));
    socket.on('error', () => end(''));
    const head = `${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`;
    socket.write(Buffer.from(head, 'latin1'));
    for (const piece of pieces) socket.write(piece);
    if (isClosed) socket.end();
  });

/** What the server said to a request whose body comes in pieces, one every 0.6 s: 9 s in all. */
export const trickle = async (url: string, lines: string[], body: Buffer): Promise<string> => {
  const answered = Promise.withResolvers<string>();
  const socket = dial(url);
  const size = Math.ceil(body.length / 15);
  let at = 0;
  const timer = setInterval(() => {
    socket.write(body.subarray(at, at + size));
    at += size;
  }, 600);
  socket.on('data', (chunk) => answered.resolve(chunk.toString('latin1')));
  socket.on('close', () => answered.resolve('closed'));
  socket.on('error', () => answered.resolve('broken'));
  const head = [...lines, 'Host: localhost', `Content-Length: ${body.length}`];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  const said = await answered.promise;
  clearInterval(timer);
  socket.destroy();
  scanFrame(said);
  return said;
};

/** The statuses of the answers to bytes that go out at once, until there are `count` or no more. */
export const exchange = async (url: string, bytes: string, count: number): Promise<number[]> => {
  const { hostname, port } = new URL(url);
  const { tls } = tlsOf(url) as { tls?: { ca?: string } };
  const done = Promise.withResolvers<void>();
  const timer = setTimeout(done.resolve, patience_ms);
  const statuses = (text: string) =>
    [...text.matchAll(/HTTP\/1\.1 (\d{3})[^\r]*\r\n/g)].map(([, status]) => Number(status));
  let said = '';
  const socket = await Bun.connect({
    hostname,
    port: Number(port),
    ...(tls ? { tls: { ...tls, serverName: hostname } } : {}),
    socket: {
      open: (opened) => void (tls ? undefined : opened.write(bytes)),
      handshake: (opened) => void opened.write(bytes),
      data(_, chunk) {
        said += chunk.toString();
        if (statuses(said).length >= count) done.resolve();
      },
      close: () => done.resolve(),
      error: () => done.resolve(),
    },
  });
  await done.promise;
  clearTimeout(timer);
  socket.end();
  scanFrame(said);
  return statuses(said);
};

/** A connection that stays open: it says what it is told to, and reads unless its socket pauses. */
export const open = (url: string, lines: string[], body = '') => {
  const socket = dial(url);
  const answered = Promise.withResolvers<string>();
  let said = '';
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    said += chunk.toString('latin1');
    answered.resolve(said.split('\r\n')[0] ?? '');
  });
  socket.on('close', () => {
    scanFrame(said);
    answered.resolve('closed');
  });
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  /** The first line of the answer. */
  return { socket, answered: answered.promise };
};
