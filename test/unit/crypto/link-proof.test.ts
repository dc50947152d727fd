import { expect, test } from 'bun:test';
import { createHmac } from 'node:crypto';
import type { LinkParties } from '../../../src/web/crypto/link-proof';
import { isLinkProof, linkProof, newLinkSecret } from '../../../src/web/crypto/link-proof';
import { faultOf } from '../../support/faults';

const parties: LinkParties = {
  code: 'ABCDEFGH',
  inviter_id: 1,
  inviter_key_id: 'i'.repeat(43),
  guest_id: 23,
  guest_key_id: 'g'.repeat(43),
};

test('a proof is the HMAC of the code and both people with their keys', async () => {
  const secret = newLinkSecret();
  expect(secret).toMatch(/^[\w-]{22}$/);
  const text = `chat8/link/v1\0ABCDEFGH\x001\0${'i'.repeat(43)}\x0023\0${'g'.repeat(43)}`;
  const mac = createHmac('sha256', Buffer.from(secret, 'base64url')).update(text);
  const proof = mac.digest('base64url');
  expect(await linkProof(secret, 'link', parties)).toBe(proof);
  expect(await isLinkProof(secret, 'link', parties, proof)).toBe(true);
});

test('no other link, person, key or direction has the same proof', async () => {
  const secret = newLinkSecret();
  const proof = await linkProof(secret, 'link', parties);
  const others: Partial<LinkParties>[] = [
    { code: 'ABCDEFGI' },
    { inviter_id: 12 },
    { guest_id: 2 },
    { inviter_key_id: 'x'.repeat(43) },
    { guest_key_id: 'x'.repeat(43) },
  ];
  for (const other of others) {
    expect(await isLinkProof(secret, 'link', { ...parties, ...other }, proof)).toBe(false);
  }
  expect(await isLinkProof(secret, 'link-ok', parties, proof)).toBe(false);
  expect(await isLinkProof(newLinkSecret(), 'link', parties, proof)).toBe(false);
  for (const cut of ['', proof.slice(1), `${proof}A`]) {
    expect(await isLinkProof(secret, 'link', parties, cut)).toBe(false);
  }
  expect(await faultOf(() => linkProof('c2hvcnQ', 'link', parties))).toBe('malformed');
});
