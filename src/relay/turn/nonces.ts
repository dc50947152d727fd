// Nonces (RFC 8489, 9.2) that nobody keeps: when it was made, and a MAC over that and the client's
// address, 8 bytes in 11 characters. An answer to whoever has proven nothing is to be short.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { nonce_s } from '../limits';
import { macOf } from '../stun/mac';

const mac_bytes = 6;
/** The time is in steps, of which two bytes hold 12 days. */
const step_ms = 16_000;
const steps_max = 0x10000;
const characters = 11;

type NonceState = 'fresh' | 'old' | 'foreign';

interface Source {
  address: string;
  port: number;
}

export const createNonces = (key: Uint8Array = randomBytes(32)) => {
  const mac = (step: number, { address, port }: Source): Uint8Array =>
    macOf('sha256', key, `${step} ${port} ${address}`).subarray(0, mac_bytes);

  return {
    /** `now` in ms. */
    make(source: Source, now: number): Buffer {
      const step = Math.floor(now / step_ms);
      const bytes = Buffer.alloc(2 + mac_bytes);
      bytes.writeUInt16BE(step % steps_max);
      bytes.set(mac(step, source), 2);
      return Buffer.from(bytes.toString('base64url'));
    },
    /** Foreign: of another client, of another life of this server, or invented. */
    look(nonce: Buffer | undefined, source: Source, now: number): NonceState {
      if (nonce?.length !== characters) return 'foreign';
      const bytes = Buffer.from(nonce.toString('latin1'), 'base64url');
      if (bytes.length !== 2 + mac_bytes) return 'foreign';
      const step_now = Math.floor(now / step_ms);
      // The newest one that ends like this and is not of the future.
      const age = (step_now - bytes.readUInt16BE(0)) & (steps_max - 1);
      const isGenuine = timingSafeEqual(bytes.subarray(2), mac(step_now - age, source));
      if (!isGenuine) return 'foreign';
      return age * step_ms > nonce_s * 1_000 ? 'old' : 'fresh';
    },
  };
};

export type Nonces = ReturnType<typeof createNonces>;
