// Behind the front the inner listener answers connections that the front made, and nobody else of
// this machine: whoever came around the front would have no address of his own. Who reads a body there
// is told when its sender closed its side: the inner listener hears that later.
import { Elysia } from 'elysia';
import type { Peer } from '../../address';
import type { EndOf } from '../../body/slow-body';
import type { FrontClients } from './clients';

/** RFC 9110, 15.5.20: a listener that does not answer for this connection. */
const misdirected = () => new Response(null, { status: 421, headers: { connection: 'close' } });

/** `serverNow` as in requests.ts. Nothing at all without a front. */
export const createGate = (
  clients: FrontClients | undefined,
  endOf: EndOf,
  serverNow: () => Peer | null,
) => {
  const gate = new Elysia({ name: 'gate' });
  if (clients === undefined) return gate;
  return gate.decorate({ endOf }).onRequest(({ request }) => {
    const port = serverNow()?.requestIP(request)?.port;
    // Without a port the connection is gone, and nobody gets the answer.
    if (port !== undefined && clients.addressOf(port) === undefined) return misdirected();
    return undefined;
  });
};
