// The server as its sockets have it: packets of clients go in with the link that they came by, and
// answers and data go out by links.
import type { RelayLimits } from '../limits';
import { emptyStats, type RelayStats } from '../stats';
import { TYPE } from '../stun/codes';
import type { Link } from './allocation';
import { createAllocations } from './allocations';
import { createCredentials } from './credentials';
import { createData } from './data';
import { createLivingCalls } from './living-calls';
import { createNonces } from './nonces';
import { answerRequest } from './requests';
import type { Turn } from './turn';
import { createUnproven } from './unproven';

interface ServerOptions {
  secret: string;
  relayed_address: string;
  limits: RelayLimits;
  mbit: number;
  /** ms, of a clock that nobody sets. */
  now(): number;
  /** `calls.told` has the answer. */
  askCall(call_id: string): void;
}

export const createServer = (options: ServerOptions) => {
  const { secret, relayed_address, limits, mbit, now, askCall } = options;
  const stats: RelayStats = emptyStats();
  const allocations = createAllocations(limits, stats);
  const calls = createLivingCalls(askCall, (one) => allocations.end(one, true));
  const turn: Turn = {
    limits,
    relayed_address,
    stats,
    allocations,
    calls,
    credentials: createCredentials(secret),
    nonces: createNonces(),
    unproven: createUnproven(limits),
    now,
  };
  const data = createData(turn, mbit);
  return {
    stats,
    calls,
    unproven: turn.unproven,
    /** Whole: a datagram, or a frame of a stream. It belongs to the server from now on. */
    receive(link: Link, bytes: Buffer): void {
      const first = bytes[0] ?? 255;
      // RFC 8656, 12: the first two bits are 01.
      if (first >= 0x40 && first < 0x80) data.channelData(link, bytes);
      else if (first === 0 && bytes[1] === TYPE.sendIndication) data.sendIndication(link, bytes);
      else answerRequest(turn, link, bytes);
    },
    /** On the second port: Binding, by which a client learns whether its address is another there. */
    receiveBinding(link: Link, bytes: Buffer): void {
      if (bytes[0] === 0 && bytes[1] === TYPE.binding) answerRequest(turn, link, bytes);
      else stats.refused.junk += 1;
    },
    /** Of a person, in one call or in all. */
    endAllocations(user_id: number, call_id: string | undefined): void {
      for (const call of calls.all()) {
        if (call_id !== undefined && call.call_id !== call_id) continue;
        for (const one of call.allocations) if (one.user_id === user_id) allocations.end(one, true);
      }
    },
    /** The client is gone. */
    endOf(link: Link): void {
      if (link.allocation !== undefined) allocations.end(link.allocation, true);
    },
    sweep(): void {
      calls.sweep(now());
      allocations.sweep(now());
    },
  };
};

export type Server = ReturnType<typeof createServer>;
