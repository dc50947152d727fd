// Ids that this server makes and recognizes again without keeping them: those by which devices confirm,
// the tokens by which workers renew, the topics by which services replace.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { PUSH_KINDS, type PushKind } from '../protocol/push';
import { base64urlBytes } from '../values/base64url';

/** What a push was about, as its id says. */
interface PushMark {
  subscription_id: number;
  kind: PushKind;
  /** Of a call, and of its end. */
  call_id: string | undefined;
}

const mac_bytes = 16;
const random_bytes = 8;
const number_bytes = 6;
const head_bytes = 1 + number_bytes + random_bytes;

const numberIn6 = (value: number): Buffer => {
  const bytes = Buffer.alloc(number_bytes);
  bytes.writeUIntBE(value, 0, number_bytes);
  return bytes;
};

export const createSignedIds = (key: Uint8Array) => {
  // Each use has a label of its own, so that an id of one is none of another.
  const mac = (label: string, ...parts: (Uint8Array | string)[]) => {
    const hmac = createHmac('sha256', key).update(`${label}\0`);
    for (const part of parts) hmac.update(part);
    return hmac.digest().subarray(0, mac_bytes);
  };

  return {
    /** The subscription's id, 8 random bytes, and a MAC over both, the kind and the call. */
    pushId(subscription_id: number, kind: PushKind, call_id = ''): string {
      const head = Buffer.concat([
        Buffer.of(PUSH_KINDS.indexOf(kind)),
        numberIn6(subscription_id),
        crypto.getRandomValues(Buffer.alloc(random_bytes)),
        Buffer.from(call_id),
      ]);
      return Buffer.concat([head, mac('push', head)]).toString('base64url');
    },
    readPushId(text: string): PushMark | undefined {
      const bytes = base64urlBytes(text);
      if (bytes === null || bytes.length < head_bytes + mac_bytes) return undefined;
      const [head, given] = [bytes.subarray(0, -mac_bytes), bytes.subarray(-mac_bytes)];
      if (!timingSafeEqual(given, mac('push', head))) return undefined;
      const kind = PUSH_KINDS[head.readUInt8(0)];
      if (kind === undefined) return undefined;
      const call_id = head.subarray(head_bytes).toString() || undefined;
      return { subscription_id: head.readUIntBE(1, number_bytes), kind, call_id };
    },
    /** Good for one renewal of the subscription; that makes the next one. */
    renewToken(subscription_id: number, generation: number): string {
      const id = numberIn6(subscription_id);
      return Buffer.concat([id, mac('renewal', id, numberIn6(generation))]).toString('base64url');
    },
    /** Which subscription a renewal token speaks of; whether it is genuine the caller compares. */
    subscriptionIn(token: string): number | undefined {
      const bytes = base64urlBytes(token);
      return bytes?.length === number_bytes + mac_bytes
        ? bytes.readUIntBE(0, number_bytes)
        : undefined;
    },
    /** RFC 8030, 5.4: 22 characters that tell nothing. */
    topic: (subscription_id: number, about: string): string =>
      mac('topic', numberIn6(subscription_id), about).toString('base64url'),
  };
};

export type SignedIds = ReturnType<typeof createSignedIds>;
