// The sockets of a browser without a screen.
import type { Platform, Socket } from '../../../src/web/model/platform';

const isOpen = ({ readyState }: WebSocket): boolean => readyState === WebSocket.OPEN;

/** Asks for a pong, and waits for it, or for the end of the connection. */
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

/** `url` is that of the server, which may change. */
export const createSockets = (url: () => string) => {
  const sockets = new Set<WebSocket>();
  const openSocket: Platform['openSocket'] = (path, { frame, closed }): Socket => {
    const socket = new WebSocket(new URL(path, url().replace('http', 'ws')));
    sockets.add(socket);
    socket.onmessage = ({ data }) => frame(String(data));
    socket.onclose = ({ code }) => {
      sockets.delete(socket);
      closed(code);
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
    isConnected: (): boolean => [...sockets].some(isOpen),
    /** Whatever an honest server told before is heard by now. */
    answered: async (): Promise<void> => {
      await Promise.all([...sockets].filter(isOpen).map(pong));
    },
    lose: async (): Promise<void> => {
      await Promise.all([...sockets].map(closed));
    },
    /** The client hears nothing more by them, that they are closed neither. */
    close(): void {
      for (const socket of sockets) {
        socket.onclose = null;
        socket.onmessage = null;
        socket.close();
      }
      sockets.clear();
    },
  };
};
