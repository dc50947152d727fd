// Whether a browser's subscription is one that this server pushes to.
import { Refusal } from '../../protocol/errors';
import { push_auth_bytes } from '../../protocol/push-limits';
import type { World } from '../../world';
import { endpointHash } from './settle';

interface Asked {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

const point_bytes = 65;

const refuse = (why: string) => new Refusal('noPushService', { why });

/** Browsers write base64url, and some libraries pad it. */
const bytesOf = (text: string): Buffer<ArrayBuffer> => Buffer.from(text, 'base64url');

/** @throws noPushService */
export const examineSubscription = async (
  { push }: Pick<World, 'push'>,
  { endpoint, keys }: Asked,
) => {
  if (push.why !== null) throw refuse('off');
  const found = push.endpoints.examine(endpoint);
  if (typeof found === 'string') throw refuse(found);
  const [p256dh, auth] = [bytesOf(keys.p256dh), bytesOf(keys.auth)];
  if (auth.length !== push_auth_bytes) throw refuse('auth');
  const how = { name: 'ECDH', namedCurve: 'P-256' };
  const isPoint = await crypto.subtle.importKey('raw', p256dh, how, false, []).then(
    () => p256dh.length === point_bytes,
    () => false,
  );
  if (!isPoint) throw refuse('p256dh');
  return { endpoint, service: found.url.origin, p256dh, auth };
};

export type Examined = Awaited<ReturnType<typeof examineSubscription>>;

/** Inside a ledger job. @throws otherPushKey */
export const mustBeAlive = (
  { deadEndpoints }: Pick<World, 'deadEndpoints'>,
  { endpoint }: Pick<Examined, 'endpoint'>,
): void => {
  if (deadEndpoints.has(endpointHash(endpoint))) throw new Refusal('otherPushKey', { why: 'dead' });
};
