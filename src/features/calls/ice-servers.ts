// The servers by which browsers find a way to each other (RTCIceServer), with credentials that run
// out: draft-uberti-behave-turn-rest-00, "A REST API For Access To TURN Services", 2.2.
import { createHmac } from 'node:crypto';
import type { Me } from '../../http/tokens';
import { ice_servers_ttl_s } from '../../protocol/call-limits';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';
import type { IceServers } from './model';

type Deps = Pick<World, 'config' | 'liveCalls' | 'clock'>;

const isMember = ({ liveCalls, clock }: Deps, { id }: Pick<Me, 'id'>, call_id: string): boolean => {
  const live = liveCalls.get(call_id);
  if (live !== undefined) return live.caller.user_id === id || live.callee_id === id;
  return liveCalls.test(call_id, clock.now())?.member_ids.includes(id) === true;
};

/** Of a call that rings or runs. @throws noSuchCall */
export const iceServers = (world: Deps, me: Pick<Me, 'id'>, call_id: string): IceServers => {
  if (!isMember(world, me, call_id)) throw new Refusal('noSuchCall');
  const { turn_urls, turn_secret } = world.config;
  const expires_in = ice_servers_ttl_s;
  const isStun = (url: string) => /^stuns?:/.test(url);
  const stun = turn_urls.filter(isStun);
  const turn = turn_urls.filter((url) => !isStun(url));
  const ice_servers: IceServers['ice_servers'] = stun.length === 0 ? [] : [{ urls: stun }];
  if (turn.length > 0 && turn_secret !== undefined) {
    const username = `${Math.floor(world.clock.now() / 1_000) + expires_in}:${call_id}:${me.id}`;
    const credential = createHmac('sha1', turn_secret).update(username).digest('base64');
    ice_servers.push({ urls: turn, username, credential });
  }
  return { ice_servers, expires_in };
};
