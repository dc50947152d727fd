// The socket: opened with a ticket, resumed where it left off, and opened again for ever.
import { signal } from '@preact/signals';
import type { Ticket } from '../../../features/auth/model';
import { CLOSE } from '../../../protocol/close-codes';
import type { Parts, Socket } from '../parts';
import { readonly } from '../readonly';
import type { Texts } from '../store/texts';
import { ApiError } from './answer';
import type { Api } from './api';
import type { Heartbeat } from './heartbeat';
import { createHeartbeat } from './heartbeat';

/** As it comes; which one it is says `protocol/events`. */
export interface Frame {
  type: string;
  data: Record<string, unknown>;
  seq?: number;
}

export interface SocketListener {
  /** What was told meanwhile is lost: the server can't resume. Then comes `reload`. */
  gap(): void;
  /** Everything is to be read again. */
  reload(): Promise<void>;
  /** All that was missed was told again, but for who is there. */
  resumed(): void;
  /** Connected, after `reload` if there was one. */
  ready(): void;
  /** The server's data is from a backup: what was known of it may be wrong. */
  restored(): void;
  receive(frame: Frame): void;
  /** The connection is gone. */
  lost(): void;
  /** The session is over, here or elsewhere. */
  over(): void;
}

interface Needs extends Pick<Parts, 'openSocket' | 'clock' | 'page'> {
  api: Api;
  texts: Texts;
  userId: () => number;
}

const retry_ms_min = 500;
const retry_ms_max = 30_000;
const ticket_within_ms = 10_000;

export const createSocket = (needs: Needs, listener: SocketListener) => {
  const { openSocket, clock, page, api, texts, userId } = needs;
  const isOnline = signal(true);
  const rhythm = { now: clock.now, after: clock.after, isSeen: page.isVisible };
  let socket: Socket | undefined;
  let heartbeat: Heartbeat | undefined;
  let isConnecting = false;
  let epoch = '';
  let seq = 0;
  let retry_ms = retry_ms_min;
  let cancelRetry = () => {};
  let isWanted = false;
  /** All that was told until `seq` is known here. */
  let isCurrent = false;

  const retryLater = () => {
    isOnline.value = false;
    listener.lost();
    cancelRetry();
    cancelRetry = clock.after(retry_ms, () => void connect());
    retry_ms = Math.min(retry_ms * 2, retry_ms_max);
  };

  /** Data from a backup has another epoch; this device remembers the one it knew. */
  const compareEpoch = () => {
    const name = `epoch ${userId()}`;
    const known = texts.get(name);
    if (known !== null && known !== epoch) listener.restored();
    texts.set(name, epoch);
  };

  const hello = async ({ data }: Frame) => {
    epoch = String(data.epoch);
    compareEpoch();
    isOnline.value = true;
    retry_ms = retry_ms_min;
    if (!isCurrent || data.resumed !== true) {
      isCurrent = false;
      seq = Number(data.seq);
      listener.gap();
      await listener.reload();
      isCurrent = true;
    } else listener.resumed();
    listener.ready();
  };

  /** Nothing is waited for from a socket that may be dead, not even its goodbye. */
  const letGo = (gone: Socket): void => {
    if (socket !== gone) return;
    heartbeat?.stop();
    socket = undefined;
    gone.close();
    retryLater();
  };

  const receive = (from: Socket, text: string): void => {
    if (socket !== from) return;
    heartbeat?.heard();
    const frame = JSON.parse(text) as Frame;
    // What did not load is loaded with the next connection.
    if (frame.type === 'hello') return void hello(frame).catch(() => letGo(from));
    // Its coming was all that it says.
    if (frame.type === 'pong') return;
    listener.receive(frame);
    if (frame.seq !== undefined) seq = frame.seq;
  };

  const open = (ticket: string): void => {
    const query = new URLSearchParams({ token: ticket });
    if (epoch) {
      query.set('since', String(seq));
      query.set('epoch', epoch);
    }
    const opening: Socket = openSocket(`/ws/${userId()}?${query}`, {
      frame: (text) => receive(opening, text),
      closed(code) {
        if (socket !== opening) return;
        if (code !== CLOSE.sessionOver) return letGo(opening);
        heartbeat?.stop();
        socket = undefined;
        listener.over();
      },
    });
    socket = opening;
    const ping = () => opening.send(JSON.stringify({ type: 'ping' }));
    heartbeat = createHeartbeat({ ping, lost: () => letGo(opening) }, rhythm);
  };

  const connect = async (): Promise<void> => {
    if (!isWanted || isConnecting || socket !== undefined) return;
    isConnecting = true;
    try {
      const signal = AbortSignal.timeout(ticket_within_ms);
      open((await api.ask<Ticket>('POST', '/auth/ws-ticket', { body: {}, signal })).ticket);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) listener.over();
      else retryLater();
    } finally {
      isConnecting = false;
    }
  };

  // The browser's word is a reason to look, not more: a changed network says "online", too.
  page.onWake(() => {
    heartbeat?.check();
    if (socket !== undefined) return;
    cancelRetry();
    void connect();
  });
  page.onOffline(() => heartbeat?.check());

  return {
    isOnline: readonly(isOnline),
    start(): void {
      if (isWanted) return;
      isWanted = true;
      void connect();
    },
    /** Lost if there is no connection: only for what may be. */
    send(type: string, data: object): void {
      if (socket?.isOpen) socket.send(JSON.stringify({ type, data }));
    },
  };
};

export type Live = ReturnType<typeof createSocket>;
