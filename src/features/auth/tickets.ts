// Single-use tickets for opening a socket, so that its address contains no token.
import { randomBytes } from 'node:crypto';
import type { Tickets } from '../../http/tickets';
import type { Me } from '../../http/tokens';

export const issueTicket = (tickets: Tickets, me: Me) => {
  const ticket = randomBytes(24).toString('base64url');
  return { ticket, expires_in: tickets.add(ticket, me) };
};
