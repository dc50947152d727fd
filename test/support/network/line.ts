// A line to the server that can die without a word: nothing comes through, and nobody is told.
import type { Socket } from 'bun';

interface End {
  other?: Socket<End> | undefined;
  /** Came before the other end was there, or while the line is dead. */
  held: Buffer[];
}

export const openLine = (url: string) => {
  const { protocol, hostname, port } = new URL(url);
  const ends = new Set<Socket<End>>();
  let isDead = false;
  const pass = (end: Socket<End>) => {
    if (isDead || !end.data.other) return;
    for (const bytes of end.data.held.splice(0)) end.data.other.write(bytes);
  };
  const handlers = {
    data(end: Socket<End>, bytes: Buffer) {
      end.data.held.push(Buffer.from(bytes));
      pass(end);
    },
    close(end: Socket<End>) {
      ends.delete(end);
      if (!isDead) end.data.other?.end();
    },
    error() {},
  };
  const listener = Bun.listen<End>({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      ...handlers,
      async open(near) {
        near.data = { held: [] };
        ends.add(near);
        const far = await Bun.connect<End>({
          hostname,
          port: Number(port),
          data: { held: [], other: near },
          socket: handlers,
        });
        ends.add(far);
        near.data.other = far;
        pass(near);
      },
    },
  });
  return {
    url: `${protocol}//127.0.0.1:${listener.port}`,
    die(): void {
      isDead = true;
    },
    revive(): void {
      isDead = false;
      for (const end of ends) pass(end);
    },
    [Symbol.dispose]() {
      for (const end of ends) end.terminate();
      listener.stop(true);
    },
  };
};
