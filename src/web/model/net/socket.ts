// The socket: opened with a ticket, resumed where it left off, and opened again for ever.
import type { Ticket } from '../../../features/auth/model';
import { CLOSE } from '../../../protocol/close-codes';
import { isOnline, isRestored, me } from '../state';
import { keepText, recallText } from '../store/storage';
import { ApiError, ask } from './api';
import type { Heartbeat } from './heartbeat';
import { createHeartbeat } from './heartbeat';

export interface Frame {
  type: string;
  data: Record<string, unknown>;
  seq?: number;
}

interface Parts {
  /** Everything is to be read anew: the server could not resume. */
  reload: () => Promise<void>;
  /** Connected, after `reload` where there was one. */
  ready: () => void;
  /** The server's data is from a backup: what was known of it may be wrong. */
  restored: () => void;
  receive: (frame: Frame) => void;
  /** The connection is gone. */
  lost: () => void;
  /** The session is over, here or elsewhere. */
  over: () => void;
}

const patience_ms_max = 30_000;
const ticket_within_ms = 10_000;

export const createLive = ({ reload, ready, restored, receive, lost, over }: Parts) => {
  let socket: WebSocket | undefined;
  let heartbeat: Heartbeat | undefined;
  let isConnecting = false;
  let epoch = '';
  let seq = 0;
  let patience_ms = 500;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;

  const later = () => {
    isOnline.value = false;
    lost();
    clearTimeout(timer);
    timer = setTimeout(connect, patience_ms);
    patience_ms = Math.min(patience_ms * 2, patience_ms_max);
  };

  /** Data from a backup has another epoch; this device remembers the one it knew. */
  const compare = () => {
    const name = `epoch ${me.value?.id}`;
    const known = recallText(name);
    if (known !== null && known !== epoch) {
      isRestored.value = true;
      restored();
    }
    keepText(name, epoch);
  };

  const hello = async ({ data }: Frame) => {
    const isNew = epoch === '';
    epoch = String(data.epoch);
    compare();
    isOnline.value = true;
    patience_ms = 500;
    if (isNew || data.resumed !== true) {
      seq = Number(data.seq);
      await reload();
    } else receive({ type: 'hello', data });
    ready();
  };

  /** Nothing is waited for from a socket that may be dead, not even its goodbye. */
  const letGo = (gone: WebSocket): void => {
    if (socket !== gone) return;
    heartbeat?.stop();
    socket = undefined;
    gone.close();
    later();
  };

  const open = (ticket: string): void => {
    const address = new URL(`/ws/${me.value?.id}`, location.href.replace(/^http/, 'ws'));
    address.search = String(
      new URLSearchParams(epoch ? { token: ticket, since: String(seq), epoch } : { token: ticket }),
    );
    const opening = new WebSocket(address);
    socket = opening;
    heartbeat = createHeartbeat({
      ping: () => opening.send(JSON.stringify({ type: 'ping' })),
      lost: () => letGo(opening),
    });
    opening.onmessage = ({ data }) => {
      if (socket !== opening) return;
      heartbeat?.heard();
      const frame = JSON.parse(String(data)) as Frame;
      if (frame.type === 'hello') return void hello(frame).catch(() => {});
      // Its coming was all that it says.
      if (frame.type === 'pong') return;
      receive(frame);
      if (frame.seq !== undefined) seq = frame.seq;
    };
    opening.onclose = ({ code }) => {
      if (socket !== opening) return;
      if (code !== CLOSE.sessionOver) return letGo(opening);
      heartbeat?.stop();
      socket = undefined;
      over();
    };
  };

  const connect = async (): Promise<void> => {
    if (!isWanted || isConnecting || socket !== undefined) return;
    isConnecting = true;
    try {
      const signal = AbortSignal.timeout(ticket_within_ms);
      open((await ask<Ticket>('POST', '/auth/ws-ticket', { body: {}, signal })).ticket);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) over();
      else later();
    } finally {
      isConnecting = false;
    }
  };

  const look = (): void => {
    heartbeat?.check();
    if (socket !== undefined) return;
    clearTimeout(timer);
    void connect();
  };
  // The browser's word is a reason to look, not more: a changed network says "online", too.
  addEventListener('online', look);
  addEventListener('offline', () => heartbeat?.check());
  addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look();
  });

  return {
    start(): void {
      if (isWanted) return;
      isWanted = true;
      void connect();
    },
    /** Lost where there is no connection: only for what may be. */
    send(type: string, data: object): void {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type, data }));
    },
  };
};

export type Live = ReturnType<typeof createLive>;
