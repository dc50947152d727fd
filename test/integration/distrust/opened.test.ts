// The premise of every lie about keys: the server that tells it opens whatever is sealed for its key.
import { expect, test } from 'bun:test';
import * as jose from 'jose';
import type { Pair } from '../../support/envelope';
import { keyIdOf, newPair, sealEnvelope } from '../../support/envelope';
import { newMid } from '../../support/hostile/cast';
import { openedBy } from '../../support/hostile/opened';

const sealedBy = (own: Pair, peer: Pair, to: number): string => {
  const keys = { from_key: keyIdOf(own), to_key: keyIdOf(peer) };
  const header = { v: 1, mid: newMid(), from: 1, to, ...keys, type: 'text' };
  return sealEnvelope(own, peer, { header, body: { text: 'for one alone' } });
};

const vaultFor = async ({ x }: Pair): Promise<string> => {
  const key = await jose.importJWK({ kty: 'OKP', crv: 'X25519', x }, 'ECDH-ES+A256KW');
  const jwe = new jose.GeneralEncrypt(new TextEncoder().encode('keys'))
    .setProtectedHeader({ enc: 'A256GCM' })
    .addRecipient(key)
    .setUnprotectedHeader({ alg: 'ECDH-ES+A256KW' });
  return JSON.stringify(await jwe.encrypt());
};

test('a server opens what is sealed for a key that it invented, and nothing else', async () => {
  const [alice, bob, invented] = [newPair(), newPair(), newPair()];
  const tell = (body: object) => ({ what: 'a request', text: `/path\n${JSON.stringify(body)}` });
  const said = [
    tell({ content: sealedBy(alice, bob, 2) }),
    tell({ content: sealedBy(alice, invented, 3) }),
    tell({ private_key_encrypted: await vaultFor(bob) }),
    tell({ private_key_encrypted: await vaultFor(invented), password: 'A'.repeat(43) }),
  ];
  const heard = { cast: { liar: { said }, key: alice, friends: [] } };
  expect(await openedBy(heard, { invented })).toEqual([
    { what: 'a request', to: 3 },
    { what: 'the vault', to: 0 },
  ]);
  // It would be noticed, too, if what signs somebody in opened their vault.
  const auth = newPair();
  const signing = { password: auth.d, private_key_encrypted: await vaultFor(auth) };
  const told = { cast: { liar: { said: [tell(signing)] }, key: alice, friends: [] } };
  expect(await openedBy(told, { invented })).toEqual([{ what: 'the vault', to: 0 }]);
});
