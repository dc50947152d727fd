// A client written from the contract alone: it keeps what it could not send, resumes where it
// left off, and notes every fault in what it is told.
import type { Frame } from '../person';
import { createPatience } from '../timing';
import { tlsOf } from '../tls';

interface Account {
  id: number;
  token: string;
}

const token_age_ms = 10 * 60_000;

interface Sent {
  client_id: string;
  receiver_id: number;
  content: string;
}

export interface Heard {
  id: number;
  client_id?: string;
  content: string;
}

/** `address` gives where the server is now; it may have moved since the last connection. */
export const createClient = (address: () => string, account: Account) => {
  const faults: string[] = [];
  const outbox = new Map<string, Sent>();
  const acknowledged = new Map<string, number>();
  const messages = new Map<number, Heard>();
  let { token } = account;
  let issued_at = Date.now();
  let seq = 0;
  let epoch = '';
  let socket: WebSocket | undefined;
  let wanted = true;
  let resumes = 0;
  let waiters: (() => void)[] = [];

  const changed = () => {
    const all = waiters;
    waiters = [];
    for (const wake of all) wake();
  };

  const advance = (next: number | undefined, what: string) => {
    if (next === undefined) return;
    if (next !== seq + 1) faults.push(`${what} has seq ${next} after ${seq}`);
    seq = next;
  };

  const keep = (data: Record<string, unknown>) => {
    const heard = data as unknown as Heard;
    if (messages.has(heard.id)) faults.push(`message ${heard.id} came twice`);
    messages.set(heard.id, heard);
  };

  const settle = (client_id: string, id: number) => {
    const before = acknowledged.get(client_id);
    if (before !== undefined && before !== id) faults.push(`${client_id} is two messages`);
    acknowledged.set(client_id, id);
    outbox.delete(client_id);
  };

  const flush = () => {
    for (const draft of outbox.values()) {
      socket?.send(JSON.stringify({ type: 'send_message', id: draft.client_id, data: draft }));
    }
  };

  const hello = ({ data }: Frame) => {
    if (seq > 0 && data.resumed !== true) faults.push('could not resume');
    if (seq > 0) resumes += 1;
    else seq = Number(data.seq);
    epoch = String(data.epoch);
    flush();
  };

  const receive = (frame: Frame) => {
    const { type, data } = frame;
    if (type === 'hello') hello(frame);
    else advance(frame.seq, type);
    if (type === 'new_message' || type === 'message_sent') keep(data);
    if (type === 'message_sent' && data.client_id) settle(String(data.client_id), Number(data.id));
    if (type === 'ack' && typeof data.client_id === 'string') {
      if (frame.seq !== undefined) keep(data);
      settle(data.client_id, Number(data.id));
    }
    if (type === 'error' && data.code !== 'SERVER_002') faults.push(JSON.stringify(data));
    changed();
  };

  /** A token lives for half an hour, a client for longer. */
  const renew = async () => {
    if (Date.now() - issued_at < token_age_ms) return;
    const answer = await fetch(`${address()}/api/v1/auth/refresh`, {
      ...tlsOf(address()),
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    ({ access_token: token } = (await answer.json()).data);
    issued_at = Date.now();
  };

  const connect = async () => {
    try {
      await renew();
    } catch {
      setTimeout(connect, 200);
      return;
    }
    if (!wanted || socket !== undefined) return;
    const resume = epoch === '' ? '' : `&since=${seq}&epoch=${epoch}`;
    const url = `${address().replace('http', 'ws')}/ws/${account.id}?token=${token}`;
    const current = new WebSocket(url + resume, tlsOf(url) as never);
    socket = current;
    current.onmessage = ({ data }) => {
      if (socket === current) receive(JSON.parse(String(data)));
    };
    current.onclose = () => {
      if (socket !== current) return;
      socket = undefined;
      setTimeout(connect, 20);
    };
  };

  return {
    faults,
    messages,
    acknowledged,
    outbox,
    seq: () => seq,
    resumes: () => resumes,
    connect,
    send(receiver_id: number, content: string): string {
      const draft = { client_id: crypto.randomUUID(), receiver_id, content };
      outbox.set(draft.client_id, draft);
      if (socket?.readyState === WebSocket.OPEN && epoch !== '') {
        socket.send(JSON.stringify({ type: 'send_message', id: draft.client_id, data: draft }));
      }
      return draft.client_id;
    },
    /** Resolves when it holds; fails after `patience_ms`. */
    async until(holds: () => boolean, patience_ms = 60_000): Promise<void> {
      const isLeft = createPatience(patience_ms, 100);
      while (!holds()) {
        if (!isLeft()) throw new Error(`waited in vain: ${holds}; ${faults.join('; ')}`);
        await Promise.race([new Promise<void>((wake) => waiters.push(wake)), Bun.sleep(50)]);
      }
    },
    /** Breaks the connection without a goodbye; it comes back by itself. */
    tear(): void {
      // Bun's own, beside the standard's.
      const broken = socket as (WebSocket & { terminate(): void }) | undefined;
      socket = undefined;
      broken?.terminate();
      setTimeout(connect, 5);
    },
    stop(): void {
      wanted = false;
      socket?.close();
    },
  };
};

export type Client = ReturnType<typeof createClient>;
