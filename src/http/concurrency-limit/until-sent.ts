// Answers that the runtime sends by itself, as it does with files: it tells nobody when it is done.
// But a request that has ended, well or by its client, has no address any more.
import { sent_look_ms } from '../../protocol/limits';

/** The listener that a request came to. */
export interface Sender {
  requestIP(request: Request): object | null;
}

interface Sending {
  server: Sender;
  ended(): void;
}

export const createUntilSent = () => {
  const all = new Map<Request, Sending>();
  let timer: ReturnType<typeof setInterval> | undefined;

  const look = (): void => {
    for (const [request, { server, ended }] of all) {
      if (server.requestIP(request) !== null) continue;
      all.delete(request);
      ended();
    }
    if (all.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  /** `ended` is called once, soon after the answer is sent or its reader is gone. */
  return (request: Request, server: Sender, ended: () => void): void => {
    all.set(request, { server, ended });
    // A small file is sent in the turn in which it is read.
    setImmediate(() => setTimeout(look));
    timer ??= setInterval(look, sent_look_ms);
    timer.unref();
  };
};
