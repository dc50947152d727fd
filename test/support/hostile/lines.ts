// The sockets of a browser without a screen.
import type { Platform, Socket } from '../../../src/web/model/platform';

const isOpen = ({ readyState }: WebSocket): boolean => readyState === WebSocket.OPEN;

/** Asks for a pong, and waits for it, or for the end of the line. */
const pong = (socket: WebSocket): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const hear = ({ data }: MessageEvent) => {
    if ((JSON.parse(String(data)) as { type: string }).type === 'pong') resolve();
  };
  socket.addEventListener('message', hear);
  socket.addEventListener('close', () => resolve());
  socket.send(JSON.stringify({ type: 'ping' }));
  return promise.finally(() => socket.removeEventListener('message', hear));
};

const closed = (socket: WebSocket): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.addEventListener('close', () => resolve());
  socket.close();
  return promise;
};

export const createLines = (url: () => string, isClosed: () => boolean) => {
  const sockets = new Set<WebSocket>();
  const openSocket: Platform['openSocket'] = (at, { frame, closed }): Socket => {
    const socket = new WebSocket(`${url().replace('http', 'ws')}${at}`);
    sockets.add(socket);
    socket.onmessage = ({ data }) => {
      if (!isClosed()) frame(String(data));
    };
    socket.onclose = ({ code }) => {
      sockets.delete(socket);
      if (!isClosed()) closed(code);
    };
    return {
      send: (text) => socket.send(text),
      close: (code) => socket.close(code),
      get isOpen() {
        return socket.readyState === WebSocket.OPEN;
      },
    };
  };
  return {
    openSocket,
    isThere: (): boolean => [...sockets].some(isOpen),
    /** Whatever an honest server told before is heard by now. */
    answered: async (): Promise<void> => {
      await Promise.all([...sockets].filter(isOpen).map(pong));
    },
    lose: async (): Promise<void> => {
      await Promise.all([...sockets].map(closed));
    },
    close(): void {
      for (const socket of sockets) socket.close();
    },
  };
};
