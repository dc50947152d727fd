// CreatePermission (RFC 8656, 10.2) and ChannelBind (12.2). All relayed addresses are one address, so
// that a permission is whether it is among those that a client named. Any other is welcome too, and
// nothing ever comes from there: a refusal would end a browser's call.
import { isIP } from 'node:net';
import { channel_s, channels_max, grace_s, permission_s } from '../limits';
import { readXorAddress, type TransportAddress } from '../stun/address';
import { ATTRIBUTE, channel_max, channel_min } from '../stun/codes';
import { attributeIn, type StunMessage } from '../stun/read';
import type { Allocation, Channel } from './allocation';
import type { Turn } from './turn';
import { known, malformed, notUnderstood, type Unfit } from './wanted';

const inCreatePermission = known(ATTRIBUTE.xorPeerAddress);
const inChannelBind = known(ATTRIBUTE.xorPeerAddress, ATTRIBUTE.channelNumber);

const permit = (one: Allocation, now: number): void => {
  one.permitted_until = now + (permission_s + grace_s) * 1_000;
};

/** Undefined if one of them is malformed. */
const peersIn = (message: StunMessage): TransportAddress[] | undefined => {
  const peers: TransportAddress[] = [];
  for (const [type, value] of message.attributes) {
    if (type !== ATTRIBUTE.xorPeerAddress) continue;
    const peer = readXorAddress(value, message.transaction);
    if (peer === undefined) return undefined;
    peers.push(peer);
  }
  return peers;
};

/** Undefined: done. */
export const createPermission = (
  turn: Turn,
  one: Allocation,
  message: StunMessage,
  now: number,
): Unfit | undefined => {
  const strange = notUnderstood(message, inCreatePermission);
  if (strange !== undefined) return strange;
  const peers = peersIn(message);
  if (peers === undefined || peers.length === 0) return malformed;
  if (peers.some(({ address }) => address === turn.relayed_address)) permit(one, now);
  return undefined;
};

const forgetExpired = (one: Allocation, now: number): void => {
  for (const channel of one.channels.values()) {
    if (channel.until > now) continue;
    one.channels.delete(channel.number);
    if (channel.peer_port !== undefined) one.channel_to.delete(channel.peer_port);
  }
};

/** The channel of that number to that peer; an Unfit if either has another already. */
const channelFor = (one: Allocation, number: number, peer: string): Channel | Unfit => {
  const same = one.channels.get(number);
  if (same !== undefined) return same.peer === peer ? same : malformed;
  for (const channel of one.channels.values()) if (channel.peer === peer) return malformed;
  if (one.channels.size >= channels_max) return { code: 508, reason: 'capacity' };
  return { number, peer, peer_port: undefined, until: 0 };
};

/** Undefined: done. */
export const channelBind = (
  turn: Turn,
  one: Allocation,
  message: StunMessage,
  now: number,
): Unfit | undefined => {
  const strange = notUnderstood(message, inChannelBind);
  if (strange !== undefined) return strange;
  const value = attributeIn(message, ATTRIBUTE.channelNumber);
  const [peer] = peersIn(message) ?? [];
  if (value?.length !== 4 || peer === undefined) return malformed;
  if (isIP(peer.address) !== 4) return { code: 443, reason: 'unsupported' };
  const number = value.readUInt16BE();
  if (number < channel_min || number > channel_max) return malformed;
  forgetExpired(one, now);
  const channel = channelFor(one, number, `${peer.address} ${peer.port}`);
  if ('code' in channel) return channel;
  channel.until = now + (channel_s + grace_s) * 1_000;
  one.channels.set(number, channel);
  if (peer.address === turn.relayed_address) {
    channel.peer_port = peer.port;
    one.channel_to.set(peer.port, channel);
    permit(one, now);
  }
  return undefined;
};
