// Data from one allocation to another of the same call (RFC 8656, 11 and 12): the way of every packet
// of every call, so that it makes as little garbage as it can.

import { fullBucket, take } from '../../platform/token-bucket';
import { xorIpv4 } from '../stun/address';
import { channel_header_bytes, header_bytes } from '../stun/codes';
import type { Allocation, Link } from './allocation';
import { burstOf, bytesPerMs } from './rates';
import { asChannelData, asIndication } from './rewrite';
import { readSent, type Sent } from './sent';
import { refused, type Turn } from './turn';

/** What an allocation may send, what one may be sent, and what all may together. */
const createRates = (turn: Turn, mbit: number) => {
  const one_per_ms = bytesPerMs(turn.limits.allocation_mbit);
  const one_burst = burstOf(turn.limits.allocation_mbit);
  const all_per_ms = bytesPerMs(mbit);
  const all_burst = burstOf(mbit);
  const all = fullBucket(all_burst, 0);
  return (from: Allocation, to: Allocation, length: number, now: number): boolean => {
    const isWithin =
      take(from.sent, length, now, one_per_ms, one_burst) &&
      take(to.received, length, now, one_per_ms, one_burst);
    if (!isWithin) refused(turn, 'allocation_rate');
    else if (take(all, length, now, all_per_ms, all_burst)) return true;
    else refused(turn, 'relay_rate');
    return false;
  };
};

export const createData = (turn: Turn, mbit: number) => {
  const { stats, allocations } = turn;
  const relayed = xorIpv4(turn.relayed_address);
  const isWithinRates = createRates(turn, mbit);
  const sent: Sent = { peer: 0, peer_port: 0, at: 0, length: 0 };

  const relay = (
    from: Allocation,
    port: number,
    bytes: Buffer,
    at: number,
    length: number,
    now: number,
  ): void => {
    from.used_at = now;
    const to = allocations.at(port);
    if (to === undefined || to.call !== from.call || to === from) {
      refused(turn, 'no_such_peer');
      return;
    }
    if (to.permitted_until <= now) {
      refused(turn, 'no_permission');
      return;
    }
    if (!isWithinRates(from, to, length, now)) return;
    to.used_at = now;
    stats.packets += 1;
    stats.bytes += length;
    const channel = to.channel_to.get(from.port);
    const out =
      channel !== undefined && channel.until > now
        ? asChannelData(bytes, at, length, channel.number, to.link.way.isStream)
        : asIndication(bytes, at, length, relayed, from.port, stats.packets);
    to.link.way.forward(to.link, out);
  };

  return {
    /** ChannelData; over UDP it may be padded, and need not be. */
    channelData(link: Link, bytes: Buffer): void {
      const from = link.allocation;
      const length = bytes.length < channel_header_bytes ? -1 : bytes.readUInt16BE(2);
      if (from === undefined || length < 0 || channel_header_bytes + length > bytes.length) {
        refused(turn, 'junk');
        return;
      }
      const now = turn.now();
      const channel = from.channels.get(bytes.readUInt16BE(0));
      if (channel === undefined || channel.until <= now) refused(turn, 'no_permission');
      else if (channel.peer_port === undefined) refused(turn, 'no_such_peer');
      else relay(from, channel.peer_port, bytes, channel_header_bytes, length, now);
    },
    sendIndication(link: Link, bytes: Buffer): void {
      const from = link.allocation;
      if (from === undefined || bytes.length < header_bytes || !readSent(bytes, sent)) {
        refused(turn, 'junk');
        return;
      }
      const now = turn.now();
      if (sent.peer !== relayed) refused(turn, 'no_such_peer');
      else if (from.permitted_until <= now) refused(turn, 'no_permission');
      else relay(from, sent.peer_port, bytes, sent.at, sent.length, now);
    },
  };
};

export type Data = ReturnType<typeof createData>;
