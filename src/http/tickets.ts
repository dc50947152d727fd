// Single-use substitutes for a token, so that no token is in the address of a socket.

import type { Clock } from '../platform/clock';
import { createLru } from '../platform/lru';
import { Refusal } from '../protocol/errors';
import { ticket_ttl_s, tickets_max } from '../protocol/limits';
import type { Me } from './tokens';

export interface Tickets {
  /** Returns how long it is valid, in seconds. */
  add(ticket: string, me: Me): number;
  /** Spends it, and returns whose it was. @throws tokenInvalid */
  redeem(ticket: string): Me;
}

export const createTickets = (clock: Clock): Tickets => {
  const open = createLru<string, Me & { until: number }>(tickets_max);
  return {
    add(ticket, { id, session_id }) {
      open.set(ticket, { id, session_id, until: clock.now() + ticket_ttl_s * 1_000 });
      return ticket_ttl_s;
    },
    redeem(ticket) {
      const found = open.get(ticket);
      open.delete(ticket);
      if (found === undefined || found.until <= clock.now()) throw new Refusal('tokenInvalid');
      return found;
    },
  };
};
