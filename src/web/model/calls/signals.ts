// What the two browsers of a call say to each other about it. The server passes it on, and reads, writes
// and exchanges nothing of it: each is sealed like a message, and names its call, its sender and the
// page that it is for.
import type { Engine } from '../../crypto/engine';
import { isSealed, readEnvelope } from '../../crypto/header';
import type { PeerKey } from '../keys/keys';
import type { Sealer } from '../keys/sealer';
import { ApiError } from '../net/api-error';
import type { Shape } from '../net/shape';
import { isAnything, isCount, isFlag, isText, maybe, oneOf, orNull, record } from '../net/shape';
import type { Description } from './platform';

/** What somebody sends now. */
export interface Sending {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
}

export type Signal =
  /** This page has the call from now on. */
  | { type: 'hello' }
  /** `offer` is which one of its page it is, or answers; pages of an older build tell none. */
  | { type: 'description'; description: Description; offer?: number }
  | { type: 'candidate'; candidate: RTCIceCandidateInit }
  | { type: 'sending'; sending: Sending }
  /** The caller is asked to begin ICE again. */
  | { type: 'restart' };

/** `from` and `to` are pages: a reload makes another one. `n` grows with each of a page. */
export interface Addressed<Said extends { type: string } = Signal> {
  from: string;
  to: string | null;
  n: number;
  signal: Said;
}

const isDescription = record<Description>({ type: oneOf('offer', 'answer'), sdp: isText });
const isSending = record<Sending>({ microphone: isFlag, camera: isFlag, screen: isFlag });
const isCandidate = record<{ candidate: string }>({ candidate: isText });

export const isSignal = (value: unknown): value is Signal => {
  if (!record<{ type: string }>({ type: isText })(value)) return false;
  const { type, ...rest } = value as Record<string, unknown>;
  if (type === 'description') {
    return isDescription(rest.description) && maybe(isCount)(rest.offer);
  }
  if (type === 'candidate') return isCandidate(rest.candidate);
  if (type === 'sending') return isSending(rest.sending);
  return type === 'hello' || type === 'restart';
};

const isAddressed = record<Addressed<{ type: string }>>({
  from: isText,
  to: orNull(isText),
  n: isCount,
  signal: isAnything as Shape<{ type: string }>,
});

/** A signal that is not the other one's own, or not of this call. */
export class SignalFault extends Error {}

export interface SignalNeeds {
  engine: Engine;
  sealer: Sealer;
  userId: () => number;
}

interface About {
  call_id: string;
  friend_id: number;
  /** Null for somebody without a key. */
  key: PeerKey | null;
}

/** `isOne`: what they say to each other. */
export const createSignals = <Said extends { type: string }>(
  { engine, sealer, userId }: SignalNeeds,
  { call_id, friend_id, key }: About,
  isOne: Shape<Said>,
) => {
  const seen = new Set<string>();

  const unsealed = async (payload: unknown): Promise<unknown> => {
    if (key === null) {
      // Somebody who is said to have no key seals nothing.
      if (typeof payload === 'string') throw new SignalFault('sealed');
      return payload;
    }
    if (typeof payload !== 'string' || !isSealed(payload)) throw new SignalFault('plain');
    const { header } = readEnvelope(payload);
    if (header.from_key !== key.key_id) throw new SignalFault('key');
    const expected = { from: friend_id, to: userId(), type: 'call' };
    const { call } = await engine.read(userId(), payload, expected);
    if (call?.call_id !== call_id) throw new SignalFault('call');
    if (seen.has(header.mid)) return null;
    seen.add(header.mid);
    return call.payload;
  };

  return {
    /** What is to be sent. @throws ApiError KEY_CHANGED, KEY_GONE */
    async seal(addressed: Addressed<Said>): Promise<unknown> {
      const body = { call: { call_id, payload: addressed } };
      return sealer.deliver<unknown>({
        plain: { to: friend_id, type: 'call', body, mustSeal: key !== null },
        async post(sealed) {
          if (sealed?.key_id !== key?.key_id) throw new ApiError(0, 'KEY_CHANGED');
          return sealed?.content ?? addressed;
        },
      });
    },
    /** Null if it came before. @throws SignalFault */
    async open(payload: unknown): Promise<Addressed<Said> | null> {
      const inside = await unsealed(payload).catch((error) => {
        throw error instanceof SignalFault ? error : new SignalFault(String(error));
      });
      if (inside === null) return null;
      if (!isAddressed(inside)) throw new SignalFault('malformed');
      const { signal } = inside;
      if (!isOne(signal)) throw new SignalFault('malformed');
      return { ...inside, signal };
    },
  };
};

export type Signals<Said extends { type: string } = Signal> = ReturnType<
  typeof createSignals<Said>
>;
