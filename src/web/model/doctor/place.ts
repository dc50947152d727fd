// Where the relay says that it is, beside where this page came from.
import { wayOf } from '../calls/ice-servers';
import type { IceServer } from '../calls/platform';
import type { Findings } from './findings';
import { addressOf } from './network';

/** RFC 1918, 4193, 4291, 6762, and what people call machines at home. */
const PRIVATE =
  /^(localhost|[^.:]+|.*\.(local|lan|home|internal|localdomain)|127\..*|10\..*|192\.168\..*|169\.254\..*|172\.(1[6-9]|2\d|3[01])\..*|::1|f[cd][\da-f]{2}:.*|fe80:.*)$/i;

const bare = (host: string): string => host.replace(/^\[|\]$/g, '').toLowerCase();

export const isPrivateHost = (host: string): boolean => PRIVATE.test(bare(host));

type Place = Pick<Findings, 'relay_host' | 'relay_port' | 'isElsewhere' | 'isInside'>;

/** Of the first that is no `turns:`: those carry the host of the page. */
export const relayPlace = (servers: IceServer[], page_host: string): Place => {
  const relays = servers.flatMap(({ urls }) => urls).filter((url) => wayOf(url) !== null);
  const url = relays.find((each) => wayOf(each) !== 'tls') ?? relays[0];
  if (url === undefined) {
    return { relay_host: '', relay_port: 0, isElsewhere: false, isInside: false };
  }
  const { host, port } = addressOf(url);
  const isElsewhere = bare(host) !== bare(page_host);
  const isInside = isElsewhere && isPrivateHost(page_host) && !isPrivateHost(host);
  return { relay_host: host, relay_port: port, isElsewhere, isInside };
};
