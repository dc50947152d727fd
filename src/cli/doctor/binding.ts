// Asks a STUN server for a Binding (RFC 8489, 5), as a browser does: by UDP, by TCP, or over TLS.
import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { codeOf } from '../../platform/error-code';
import { reasonOf } from '../../protocol/errors';
import { header_bytes, TYPE } from '../../relay/stun/codes';
import { readMessage } from '../../relay/stun/read';
import { writeMessage } from '../../relay/stun/write';

export type Way = 'udp' | 'tcp' | 'tls';

/**
 * `silent`: nothing came back; `closed`: no connection; `other`: something else speaks there; or why
 * the certificate does not hold.
 */
export type Answer = 'answered' | 'silent' | 'closed' | 'other' | { certificate: string };

export interface Asked {
  way: Way;
  /** An address; over TLS its name, which the certificate must hold for. */
  host: string;
  port: number;
  patience_ms?: number;
}

const patience_default_ms = 2_500;
const repeat_ms = 400;
/** RFC 8489, 6.3.3. */
const TYPE_ANSWERED = TYPE.binding | 0x0100;

const question = () => {
  const transaction = randomBytes(12);
  const bytes = writeMessage({ type: TYPE.binding, transaction, attributes: [] });
  const isAnswer = (answer: Buffer): boolean => {
    const message = readMessage(answer);
    return message?.type === TYPE_ANSWERED && message.transaction.equals(transaction);
  };
  return { bytes, isAnswer };
};

const byUdp = async ({ host, port, patience_ms = patience_default_ms }: Asked): Promise<Answer> => {
  const { bytes, isAnswer } = question();
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const socket = await Bun.udpSocket({
    hostname: isIP(host) === 6 ? '::' : '0.0.0.0',
    socket: {
      data: (_, answer) => void (isAnswer(answer) && resolve('answered')),
      error: () => resolve('closed'),
    },
  });
  // A datagram may be lost.
  const send = () => socket.send(bytes, port, host);
  const sending = setInterval(send, repeat_ms);
  const limit = setTimeout(() => resolve('silent'), patience_ms);
  try {
    send();
    return await promise;
  } catch {
    return 'closed';
  } finally {
    clearInterval(sending);
    clearTimeout(limit);
    socket.close();
  }
};

const byStream = async (asked: Asked): Promise<Answer> => {
  const { way, host, port, patience_ms = patience_default_ms } = asked;
  const { bytes, isAnswer } = question();
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const limit = setTimeout(() => resolve('silent'), patience_ms);
  let heard = Buffer.alloc(0);
  const connecting = Bun.connect({
    hostname: host,
    port,
    ...(way === 'tls' ? { tls: { serverName: host, rejectUnauthorized: true } } : {}),
    socket: {
      open: (socket) => void (way === 'tcp' && socket.write(bytes)),
      handshake(socket, isGood, fault) {
        if (!isGood || fault) resolve({ certificate: fault ? reasonOf(fault) : 'no handshake' });
        else socket.write(bytes);
      },
      data(_, part) {
        heard = Buffer.concat([heard, part]);
        if (isAnswer(heard)) resolve('answered');
        else if (heard.length >= header_bytes && (heard[0] ?? 0) > 3) resolve('other');
      },
      close: (_, fault) => resolve(heard.length > 0 ? 'other' : certificateOr(fault, 'closed')),
      connectError: () => resolve('closed'),
    },
  });
  connecting
    .then((socket) => promise.finally(() => socket.terminate()))
    .catch(() => resolve('closed'));
  try {
    return await promise;
  } finally {
    clearTimeout(limit);
  }
};

const certificateOr = (fault: Error | undefined, answer: Answer): Answer =>
  /CERT|SSL|TLS/i.test(codeOf(fault)) ? { certificate: reasonOf(fault) } : answer;

export const askBinding = (asked: Asked): Promise<Answer> =>
  asked.way === 'udp' ? byUdp(asked).catch(() => 'closed' as const) : byStream(asked);
