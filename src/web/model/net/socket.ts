// The socket: opened with a ticket, resumed where it left off, and opened again for ever.
import type { Ticket } from '../../../features/auth/model';
import { CLOSE } from '../../../protocol/close-codes';
import { isOnline, isRestored, me } from '../state';
import { keepText, recallText } from '../store/storage';
import { ApiError, post } from './api';

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
  /** The session is over, here or elsewhere. */
  over: () => void;
}

const patience_ms_max = 30_000;

export const createLive = ({ reload, ready, restored, receive, over }: Parts) => {
  let socket: WebSocket | undefined;
  let epoch = '';
  let seq = 0;
  let patience_ms = 500;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;

  const later = () => {
    isOnline.value = false;
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
    }
    ready();
  };

  const connect = async (): Promise<void> => {
    if (!isWanted) return;
    let ticket: string;
    try {
      ({ ticket } = await post<Ticket>('/auth/ws-ticket'));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) over();
      else later();
      return;
    }
    const address = new URL(`/ws/${me.value?.id}`, location.href.replace(/^http/, 'ws'));
    address.search = String(
      new URLSearchParams(epoch ? { token: ticket, since: String(seq), epoch } : { token: ticket }),
    );
    const opening = new WebSocket(address);
    socket = opening;
    opening.onmessage = ({ data }) => {
      const frame = JSON.parse(String(data)) as Frame;
      if (frame.type === 'hello') return void hello(frame).catch(() => {});
      receive(frame);
      if (frame.seq !== undefined) seq = frame.seq;
    };
    opening.onclose = ({ code }) => {
      if (socket !== opening) return;
      socket = undefined;
      if (code === CLOSE.sessionOver) over();
      else later();
    };
  };

  addEventListener('online', () => {
    clearTimeout(timer);
    if (socket === undefined) void connect();
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
