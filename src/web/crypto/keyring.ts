// Finds the keys that open a message: one's own in the vault, friends' at the server.
import { CryptoFault } from './fault';
import type { PrivateJwk, PublicJwk } from './keys';
import { publicPart, thumbprint } from './keys';
import type { Channel, FindChannel } from './message';
import { openChannel } from './message';
import type { Curve } from './x25519';

const channels_max = 256;

/**
 * `lookUp` asks the server for a public key by its id. An answer with another thumbprint counts as
 * `missing_key`, so that the server cannot substitute a key.
 */
export function createKeyring(
  curve: Curve,
  own: PrivateJwk[],
  lookUp: (key_id: string) => Promise<PublicJwk | null>,
): FindChannel {
  const channels = new Map<string, Promise<Channel>>();

  const connect = async (own_key: string, peer_key: string): Promise<Channel> => {
    const ids = await Promise.all(own.map(thumbprint));
    const mine = own[ids.indexOf(own_key)];
    if (mine === undefined) throw new CryptoFault('missing_key', own_key);
    // Notes are sealed for their writer: then both keys are one's own, and nobody is asked.
    const peer = peer_key === own_key ? publicPart(mine) : await lookUp(peer_key);
    if (peer === null || (await thumbprint(peer)) !== peer_key) {
      throw new CryptoFault('missing_key', peer_key);
    }
    return openChannel(curve, mine, peer);
  };

  return (own_key, peer_key) => {
    const name = `${own_key} ${peer_key}`;
    const known = channels.get(name);
    if (known) return known;
    if (channels.size >= channels_max) channels.clear();
    const fresh = connect(own_key, peer_key);
    channels.set(name, fresh);
    // The network may have failed, so a failure is not cached.
    fresh.catch(() => channels.delete(name));
    return fresh;
  };
}
