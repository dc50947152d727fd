// Which endpoints are called: those of known push services, and of those that the operator named.

import { isIP } from 'node:net';
import { isPublic } from '../platform/address/public';
import { withoutBrackets } from '../platform/host';
import { push_endpoint_chars_max } from '../protocol/push-limits';

/** Of the browsers: Google's, Mozilla's, Apple's, Microsoft's. */
const KNOWN = [
  'fcm.googleapis.com',
  'jmt17.google.com',
  'updates.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
];

/** Why an endpoint is not called. */
type EndpointFault = 'too_long' | 'user_information' | 'https' | 'host' | 'address';

export interface Endpoint {
  url: URL;
  /** As the operator wrote it, with its scheme, port and private address. */
  isBelieved: boolean;
}

const fits = (host: string, wanted: string): boolean =>
  wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted;

/** `services` are hosts and whole origins. */
export const createEndpoints = (services: string[]) => {
  const origins = services.filter((service) => service.includes('://'));
  const hosts = [...KNOWN, ...services.filter((service) => !service.includes('://'))];
  return {
    examine(text: string): Endpoint | EndpointFault {
      if (text.length > push_endpoint_chars_max) return 'too_long';
      const url = URL.parse(text);
      if (url === null) return 'https';
      if (url.username !== '' || url.password !== '') return 'user_information';
      if (origins.includes(url.origin)) return { url, isBelieved: true };
      if (url.protocol !== 'https:' || url.port !== '') return 'https';
      const host = withoutBrackets(url.hostname);
      if (isIP(host) !== 0 && !isPublic(host)) return 'address';
      return hosts.some((wanted) => fits(host, wanted)) ? { url, isBelieved: false } : 'host';
    },
  };
};

export type Endpoints = ReturnType<typeof createEndpoints>;
