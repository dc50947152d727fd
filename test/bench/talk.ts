// People who talk in pairs as fast as they are answered.
import { tlsOf } from '../support/tls';
import { quantile } from './measure';

export interface Account {
  id: number;
  path: string;
}

export interface Round {
  per_s: number;
  p99_ms: number;
}

/** Each person answers what arrives with the next message; one message a pair is on its way. */
export const talk = async (
  url: string,
  pairs: [Account, Account][],
  seconds: number,
): Promise<Round> => {
  const latencies: number[] = [];
  let running = true;
  let delivered = 0;
  const open = (me: Account, friend: Account) =>
    new Promise<WebSocket>((resolve) => {
      const socket = new WebSocket(url.replace('http', 'ws') + me.path, tlsOf(url) as never);
      socket.onopen = () => resolve(socket);
      socket.onmessage = ({ data }) => {
        if (!String(data).includes('"new_message"')) return;
        const { content } = JSON.parse(String(data)).data;
        latencies.push(performance.now() - Number(content.slice(0, content.indexOf(' '))));
        delivered += 1;
        if (running) say(socket, friend);
      };
    });
  const say = (socket: WebSocket, friend: Account) => {
    const content = `${performance.now()} the quick brown fox jumps over the lazy dog`;
    socket.send(
      JSON.stringify({ type: 'send_message', id: 1, data: { receiver_id: friend.id, content } }),
    );
  };
  const sockets = await Promise.all(pairs.flatMap(([a, b]) => [open(a, b), open(b, a)]));
  pairs.forEach(([, b], i) => {
    const first = sockets[2 * i];
    if (first) say(first, b);
  });
  await Bun.sleep(300);
  latencies.length = 0;
  delivered = 0;
  const started = performance.now();
  await Bun.sleep(seconds * 1_000);
  const per_s = (delivered * 1_000) / (performance.now() - started);
  running = false;
  const p99_ms = quantile(latencies, 0.99);
  await Bun.sleep(100);
  for (const socket of sockets) socket.close();
  return { per_s, p99_ms };
};

/** One who sends by REST, and to whom. */
interface Sender {
  token: string;
  to: number;
}

/** Each sends the next message when the last was answered. */
export const post = async (url: string, senders: Sender[], seconds: number): Promise<Round> => {
  let latencies: number[] = [];
  let running = true;
  const send = async ({ token, to }: Sender) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const content = 'the quick brown fox jumps over the lazy dog';
    const body = JSON.stringify({ receiver_id: to, content });
    while (running) {
      const began = performance.now();
      const answer = await fetch(`${url}/api/v1/messages`, { method: 'POST', headers, body });
      if (answer.status !== 200) throw new Error(`a message was refused with ${answer.status}`);
      await answer.json();
      latencies.push(performance.now() - began);
    }
  };
  const sending = Promise.all(senders.map(send));
  await Bun.sleep(300);
  latencies = [];
  const started = performance.now();
  await Bun.sleep(seconds * 1_000);
  const per_s = (latencies.length * 1_000) / (performance.now() - started);
  const p99_ms = quantile(latencies, 0.99);
  running = false;
  await sending;
  return { per_s, p99_ms };
};
