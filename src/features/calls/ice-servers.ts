// The servers by which browsers find a way to each other (RTCIceServer), with credentials that run
// out: draft-uberti-behave-turn-rest-00, "A REST API For Access To TURN Services", 2.2.
import { createHmac } from 'node:crypto';
import type { Me } from '../../http/tokens';
import { ice_servers_ttl_s } from '../../protocol/call-limits';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';
import type { IceServers } from './model';
import { type PageAddress, relayUrls } from './relay-urls';

type Deps = Pick<World, 'config' | 'liveCalls' | 'clock' | 'relay' | 'relay_secret'>;

interface Joined {
  call_id: string;
  member_ids: number[];
  until?: number;
}

/** A call that rings or runs, or a test. */
export const callById = (
  { liveCalls, clock }: Pick<World, 'liveCalls' | 'clock'>,
  call_id: string,
): Joined | undefined => {
  const live = liveCalls.get(call_id);
  if (live !== undefined) return { call_id, member_ids: [live.caller.user_id, live.callee_id] };
  const test = liveCalls.test(call_id, clock.now());
  return test && { call_id, member_ids: test.member_ids, until: test.until };
};

/** @throws noSuchCall */
const mustBeMember = (world: Deps, { id }: Pick<Me, 'id'>, call_id: string): Joined => {
  const call = callById(world, call_id);
  if (call?.member_ids.includes(id) !== true) throw new Refusal('noSuchCall');
  return call;
};

/** Of a call that rings or runs; those of the program itself come first. @throws noSuchCall */
export const iceServers = async (
  world: Deps,
  me: Pick<Me, 'id'>,
  call_id: string,
  page: PageAddress,
): Promise<IceServers> => {
  mustBeMember(world, me, call_id);
  const relay = await world.relay.ready();
  const call = mustBeMember(world, me, call_id);
  const { config, clock, relay_secret } = world;
  const expires_in = ice_servers_ttl_s;
  const username = `${Math.floor(clock.now() / 1_000) + expires_in}:${call_id}:${me.id}`;
  const signed = (secret: string, urls: string[]) => {
    const credential = createHmac('sha1', secret).update(username).digest('base64');
    return { urls, username, credential };
  };
  const ice_servers: IceServers['ice_servers'] = [];
  if (relay !== undefined) {
    world.relay.beginCall(call);
    // Only a test asks what kind of network this is.
    const own = relayUrls(config, relay, page, call.until !== undefined);
    if (own.stun.length > 0) ice_servers.push({ urls: own.stun });
    if (own.turn.length > 0) ice_servers.push(signed(relay_secret, own.turn));
  }
  const isStun = (url: string) => /^stuns?:/.test(url);
  const stun = config.turn_urls.filter(isStun);
  const turn = config.turn_urls.filter((url) => !isStun(url));
  if (stun.length > 0) ice_servers.push({ urls: stun });
  if (turn.length > 0 && config.turn_secret !== undefined) {
    ice_servers.push(signed(config.turn_secret, turn));
  }
  return { ice_servers, expires_in };
};
