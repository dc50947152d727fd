// The socket: opened with a ticket, resumed where it left off, and reopened after every loss.
import { CLOSE } from '../../../protocol/close-codes';
import type { Platform, Socket } from '../platform';
import type { LocalStore } from '../store/local-store';
import { answers } from './answers';
import type { Api } from './api';
import { ApiError, FOREIGN } from './api-error';
import { createEventCursor, createReach } from './event-cursor';
import type { Frame } from './frames';
import { isFrame } from './frames';
import type { Heartbeat } from './heartbeat';
import { createHeartbeat } from './heartbeat';
import { hedged } from './hedge';
import type { SocketListener } from './socket-listener';

interface Needs extends Pick<Platform, 'openSocket' | 'clock' | 'tab'> {
  api: Api;
  localStore: LocalStore;
  userId: () => number;
}

const retry_ms_min = 500;
const retry_ms_max = 8_000;
const retry_hidden_ms_max = 30_000;

interface LineEvents {
  frame(frame: Frame): Promise<void> | void;
  /** Something was told, and nobody can say what. */
  unreadable(): void;
  /** `isOver`: the session is; else the connection is lost. */
  closed(isOver: boolean): void;
}

/** One connection, with its heartbeat, until it is lost. */
const createLine = ({ openSocket, clock, tab }: Needs, events: LineEvents) => {
  const rhythm = { now: clock.now, after: clock.after, isSeen: tab.isVisible };
  let socket: Socket | undefined;
  let heartbeat: Heartbeat | undefined;

  /** Does not wait for the close event of a socket that may be dead. */
  const letGo = (gone: Socket, isOver: boolean): void => {
    if (socket !== gone) return;
    heartbeat?.stop();
    socket = undefined;
    if (!isOver) gone.close();
    events.closed(isOver);
  };
  const receive = async (from: Socket, text: string): Promise<void> => {
    if (socket !== from) return;
    heartbeat?.received();
    const frame: unknown = JSON.parse(text);
    if (isFrame(frame)) {
      await events.frame(frame);
    } else events.unreadable();
  };

  return {
    isThere: (): boolean => socket !== undefined,
    check: (): void => heartbeat?.check(),
    open(path: string): void {
      const opening: Socket = openSocket(path, {
        // After a failure everything is loaded again with the next connection.
        frame: (text) => void receive(opening, text).catch(() => letGo(opening, false)),
        closed: (code) => letGo(opening, code === CLOSE.sessionOver),
      });
      socket = opening;
      const ping = () => opening.send(JSON.stringify({ type: 'ping' }));
      heartbeat = createHeartbeat({ ping, lost: () => letGo(opening, false) }, rhythm);
    },
    send(type: string, data: object, id?: string): boolean {
      if (!socket?.isOpen) return false;
      socket.send(JSON.stringify({ type, id, data }));
      return true;
    },
  };
};

/** Not if it is only what something on the way says. */
const isSessionOver = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 401 && error.code !== FOREIGN;

export const createSocket = (needs: Needs, listener: SocketListener) => {
  const { clock, tab, api, userId } = needs;
  const { greeted, known, ...reach } = createReach(clock);
  const progress = createEventCursor(needs, listener);
  let isConnecting = false;
  let isWanted = false;
  let retry_ms = retry_ms_min;
  let cancelRetry = () => {};

  const retryLater = (): void => {
    const wasOnline = reach.isOnline.value;
    reach.away();
    if (wasOnline) listener.lost();
    cancelRetry();
    cancelRetry = clock.after(retry_ms, () => void connect());
    retry_ms = Math.min(retry_ms * 2, tab.isVisible() ? retry_ms_max : retry_hidden_ms_max);
  };
  const greet = async (hello: Frame): Promise<void> => {
    greeted();
    retry_ms = retry_ms_min;
    if (await progress.hello(hello)) listener.ready();
  };
  const line = createLine(needs, {
    async frame(frame) {
      if (frame.type === 'hello') await greet(frame);
      else void listener.receive(frame).then((isDone) => isDone || progress.lost());
      progress.advance(frame);
      if (progress.isCaughtUp()) known();
    },
    unreadable: progress.lost,
    // Whether the session is over, and why, is what the next ticket is refused with.
    closed: () => retryLater(),
  });
  const connect = async (): Promise<void> => {
    if (!isWanted || isConnecting || line.isThere()) return;
    isConnecting = true;
    try {
      const { ticket } = await hedged(clock, (signal) =>
        api.ask('POST', '/auth/ws-ticket', answers.ticket, { body: {}, signal }),
      );
      line.open(`/ws/${userId()}?${progress.query(ticket)}`);
    } catch (error) {
      if (!isSessionOver(error)) retryLater();
    } finally {
      isConnecting = false;
    }
  };

  // The browser's events are only hints: "online" also fires when the network changes.
  tab.onWake(() => {
    line.check();
    if (line.isThere()) return;
    cancelRetry();
    void connect();
  });
  tab.onOffline(line.check);

  return {
    ...reach,
    /** As far as this device keeps what came; before `start`. */
    resumeFrom: progress.begin,
    start(): void {
      isWanted = true;
      void connect();
    },
    /** False, and dropped, without a connection; an `id` comes back with the answer. */
    send: line.send,
  };
};

export type ServerSocket = ReturnType<typeof createSocket>;
