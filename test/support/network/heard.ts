// A connection that keeps what it hears.
import { createHash } from 'node:crypto';
import { dial } from './wire';

/** `closed` is kept when the connection is over. */
export const client = (url: string, said: string | Uint8Array = '', localAddress?: string) => {
  const socket = dial(url, { allowHalfOpen: true, ...(localAddress ? { localAddress } : {}) });
  const hash = createHash('sha256');
  const heard = { text: '', bytes: 0, isEnded: false, error: '', hash };
  socket.on('data', (bytes) => {
    heard.bytes += bytes.length;
    hash.update(bytes);
    if (heard.bytes < 100_000) heard.text += bytes.toString('latin1');
  });
  socket.on('end', () => {
    heard.isEnded = true;
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    heard.error = error.code ?? '';
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  if (said.length > 0) socket.write(said);
  return { socket, heard, closed };
};
