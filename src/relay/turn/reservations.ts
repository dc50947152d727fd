// Ports that wait for their RESERVATION-TOKEN (RFC 8656, 7.2): the second of a pair.
import { randomBytes } from 'node:crypto';
import { reservation_s } from '../limits';

interface Reservation {
  port: number;
  owner: string;
  until: number;
  /** Whose it came with, and whose end ends it. */
  of_port: number;
}

export const createReservations = () => {
  const byToken = new Map<string, Reservation>();
  const ports = new Set<number>();
  const remove = (token: string, { port }: Reservation) => {
    byToken.delete(token);
    ports.delete(port);
  };
  const removeIf = (isOver: (one: Reservation) => boolean) => {
    for (const [token, one] of byToken) if (isOver(one)) remove(token, one);
  };
  return {
    has: (port: number) => ports.has(port),
    make(of_port: number, owner: string, now: number): Buffer {
      const token = randomBytes(8);
      const port = of_port + 1;
      byToken.set(token.toString('hex'), {
        port,
        owner,
        until: now + reservation_s * 1_000,
        of_port,
      });
      ports.add(port);
      return token;
    },
    /** The port that waits for that token, once. */
    redeem(token: Buffer, owner: string, now: number): number | undefined {
      const name = token.toString('hex');
      const one = byToken.get(name);
      if (one === undefined || one.owner !== owner || one.until <= now) return undefined;
      remove(name, one);
      return one.port;
    },
    endOf: (port: number) => removeIf((one) => one.of_port === port),
    sweep: (now: number) => removeIf((one) => one.until <= now),
  };
};
