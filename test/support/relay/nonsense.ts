// Packets that no client sends: true ones with changed bits, cut, drawn out, glued to others, with
// lengths that lie, signed or not.
import { ATTRIBUTE, TYPE } from '../../../src/relay/stun/codes';
import { type Attribute, uint32, writeMessage } from '../../../src/relay/stun/write';
import type { Random } from '../attack/nonsense';
import { channel, channelData, lifetime, peer, type Signer, sendIndication, UDP } from './messages';
import { RELAYED } from './scene';

const METHODS = [...Object.values(TYPE), 0x000a, 0x000b, 0x0101, 0x0113, 0x3fff];
const ATTRIBUTES = [...Object.values(ATTRIBUTE), 0x0001, 0x0024, 0x001e, 0x802a, 0x7fff, 0xffff];

export const createNonsense = (random: Random) => {
  const below = (count: number) => Math.floor(random() * count);
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value;
  const bytes = (count: number) => Buffer.from(Array.from({ length: count }, () => below(256)));

  const strange = (): Attribute => [pick(ATTRIBUTES), bytes(pick([0, 1, 3, 4, 5, 8, 20, 21, 300]))];
  const sensible = (port: number): Attribute =>
    pick<() => Attribute>([
      () => UDP,
      () => lifetime(pick([0, 1, 600, 0xffffffff])),
      () => channel(pick([0, 0x3fff, 0x4000, 0x7fff, 0x8000, 0xffff])),
      () => peer(pick([RELAYED, '8.8.8.8', '0.0.0.0']), pick([0, port, 80])),
      () => [ATTRIBUTE.xorPeerAddress, Buffer.concat([Buffer.of(0, 2, 1, 1), bytes(16)])],
      () => [ATTRIBUTE.evenPort, Buffer.of(pick([0, 0x80, 255]))],
      () => [ATTRIBUTE.reservationToken, bytes(8)],
      () => [ATTRIBUTE.requestedAddressFamily, Buffer.of(pick([0, 1, 2, 255]), 0, 0, 0)],
      () => [ATTRIBUTE.data, bytes(pick([0, 1, 4, 160]))],
    ])();

  const message = (port: number, signer: Signer | undefined): Buffer => {
    const attributes = Array.from({ length: below(5) }, () =>
      pick([() => sensible(port), () => sensible(port), strange])(),
    );
    const proof: Attribute[] =
      signer === undefined
        ? []
        : [
            [ATTRIBUTE.username, Buffer.from(signer.username)],
            [ATTRIBUTE.realm, signer.realm],
            [ATTRIBUTE.nonce, pick([signer.nonce, signer.nonce, bytes(11), bytes(0)])],
          ];
    return writeMessage({
      type: pick(METHODS),
      transaction: bytes(12),
      attributes: [...attributes, ...proof],
      key: signer && pick([signer.key, signer.key, bytes(16)]),
      has_fingerprint: pick([true, false]),
    });
  };

  const whole = (port: number, signer: Signer | undefined): Buffer =>
    pick([
      () => message(port, signer),
      () => message(port, undefined),
      () => sendIndication(pick([RELAYED, '8.8.8.8']), pick([port, 80]), bytes(below(200))),
      () => channelData(pick([0x4000, 0x4001, 0x7fff]), bytes(below(200)), pick([true, false])),
      () => bytes(below(80)),
    ])();

  const BENT: ((bytes: Buffer) => Buffer)[] = [
    (one) => one,
    (one) => one,
    (one) => one.subarray(0, below(one.length + 1)),
    (one) => Buffer.concat([one, bytes(below(9))]),
    (one) => {
      for (let i = 1 + below(3); i > 0 && one.length > 0; i -= 1)
        one[below(one.length)] = below(256);
      return one;
    },
    (one) => {
      // A length that lies: of the message, or of anything in it.
      if (one.length >= 4) one.writeUInt16BE(pick([0, 1, 4, 65_535, below(65_536)]), 2);
      return one;
    },
    (one) => {
      const at = 20 + 4 * below(12) + 2;
      if (one.length >= at + 2) one.set(uint32(below(2 ** 32)).subarray(0, 2), at);
      return one;
    },
  ];
  return {
    below,
    pick,
    packet: (port: number, signer: Signer | undefined): Buffer => pick(BENT)(whole(port, signer)),
  };
};
