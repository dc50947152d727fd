// What the relay knows of a client.
import type { Bucket } from '../../platform/token-bucket';

/** A way by which packets go to clients: a UDP socket of the relay, or one TCP connection. */
export interface Way {
  /** Frames are padded to four bytes, and a message may come in pieces (RFC 8656, 12.5). */
  isStream: boolean;
  /** An answer: it waits for a slow reader, up to a bound. */
  answer(link: Link, bytes: Buffer): void;
  /** Relayed data: it waits for nobody. The bytes are not changed after this. */
  forward(link: Link, bytes: Buffer): void;
  /** The link that this client has by now; undefined: it is gone. */
  current(link: Link): Link | undefined;
  /** From now on packets of this client are handed in with this link. */
  keep(link: Link): void;
  /** Its allocation is over; `isOver`: the client has nothing to do here any more. */
  release(link: Link, isOver: boolean): void;
}

/** A client as the relay meets it: its address, and the way by which it came (the 5-tuple). */
export interface Link {
  readonly way: Way;
  readonly address: string;
  readonly port: number;
  /** The answers that this connection may have; undefined: they count for its network. */
  answers: Bucket | undefined;
  allocation: Allocation | undefined;
}

export interface Channel {
  number: number;
  /** Whose data goes through it: a port of the relayed address. Undefined: nobody of this relay. */
  peer_port: number | undefined;
  /** As it was asked for. */
  peer: string;
  /** ms, with grace. */
  until: number;
}

/** A call that lives, and what its members have here. */
export interface CallState {
  call_id: string;
  member_ids: readonly number[];
  /** By the clock of the relay, ms; Infinity: its end is told. */
  until: number;
  allocations: Set<Allocation>;
}

export interface Allocation {
  readonly link: Link;
  readonly call: CallState;
  readonly user_id: number;
  readonly username: string;
  readonly key: Uint8Array;
  /** Of the invented address. */
  readonly port: number;
  /** Whose retransmission gets the same answer (RFC 8656, 7.2). */
  readonly transaction: string;
  readonly answer: Buffer;
  /** Until when it lives, ms, with grace. */
  until: number;
  /** Until when data from the relayed address comes through, ms, with grace. */
  permitted_until: number;
  readonly channels: Map<number, Channel>;
  /** Those of them that lead to a port of the relayed address. */
  readonly channel_to: Map<number, Channel>;
  /** When its client last sent data or was sent some, or it was made. */
  used_at: number;
  readonly sent: Bucket;
  readonly received: Bucket;
  readonly answers: Bucket;
}
