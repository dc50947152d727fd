// Single-use stand-ins for a token, so that none stands in the address of a socket.

import type { Clock } from '../platform/clock';
import { createLru } from '../platform/lru';
import { Refusal } from '../protocol/errors';
import { ticket_ttl_s, tickets_max } from '../protocol/limits';
import type { Me } from './tokens';

export interface Tickets {
  /** Gives how long it is good for, seconds. */
  add(ticket: string, me: Me): number;
  /** Whose it was; it is spent by that. @throws tokenInvalid */
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
