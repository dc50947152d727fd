// A line between one client and a relay that carries so much a second, needs its time, and loses some:
// UDP, in both directions. What is lost is told by a seed and the order of the packets alone.
import { seeded } from '../attack/nonsense';

export interface Line {
  /** May be changed at any time. */
  bits_per_s: number;
  delay_ms: number;
  /** Of 1. */
  loss: number;
  seed: number;
}

/** What each packet costs beyond what it carries: IPv4 (RFC 791) and UDP (RFC 768). */
const header_bytes = 28;
/** What would wait longer is dropped, as routers do it. */
const waiting_ms_max = 300;

/** One direction. */
const createDirection = (line: Line, seed: number) => {
  const random = seeded(seed);
  /** With their headers, and with those that it has no room for. */
  const counts = { given_bytes: 0 };
  let free_at = 0;
  return {
    counts,
    carry(bytes: number, deliver: () => void): void {
      counts.given_bytes += bytes + header_bytes;
      const now = performance.now();
      const begins_at = Math.max(now, free_at);
      if (begins_at - now > waiting_ms_max) return;
      free_at = begins_at + ((bytes + header_bytes) * 8_000) / line.bits_per_s;
      if (random() >= line.loss) setTimeout(deliver, free_at - now + line.delay_ms);
    },
  };
};

export const openNarrowLine = async (relay_port: number, line: Line) => {
  const up = createDirection(line, line.seed);
  const down = createDirection(line, line.seed + 1);
  const relays = new Map<string, Promise<{ send(bytes: Uint8Array): unknown; close(): void }>>();
  let isOver = false;

  /** As the relay sees the client that speaks from there: from any address of this machine. */
  const behind = (port: number, address: string) => {
    const opened = Bun.udpSocket({
      hostname: '127.0.0.1',
      connect: { hostname: '127.0.0.1', port: relay_port },
      socket: {
        data: (_, bytes) =>
          down.carry(bytes.length, () => sent(() => near.send(bytes, port, address))),
        error() {},
      },
    });
    relays.set(`${address} ${port}`, opened);
    return opened;
  };
  /** Who is gone refuses it. */
  const sent = (send: () => unknown): void => {
    try {
      if (!isOver) send();
    } catch {}
  };
  const near = await Bun.udpSocket({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      data(_, bytes, port, address) {
        const relay = relays.get(`${address} ${port}`) ?? behind(port, address);
        up.carry(bytes.length, () => void relay.then((socket) => sent(() => socket.send(bytes))));
      },
      error() {},
    },
  });
  return {
    port: near.port,
    /** From the client, and to it. */
    up: up.counts,
    down: down.counts,
    async [Symbol.asyncDispose]() {
      isOver = true;
      near.close();
      for (const relay of relays.values()) (await relay).close();
    },
  };
};
