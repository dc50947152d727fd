// What changes a pin, in whatever order it comes.
import { expect, test } from 'bun:test';
import { changePin, firstPin } from '../../../src/web/crypto/vault/pin-changes';

const name = { username: 'bob', display_name: '' };

test('what a link says in the moment in which somebody compared takes nothing away from that', () => {
  for (const how of ['compared', 'accepted', 'link'] as const) {
    const earned = changePin(
      firstPin('bobs', name),
      { act: 'accept', key_id: 'bobs', how, name },
      2,
    );
    const isLink = { act: 'accept', how: 'link', name } as const;
    expect(changePin(earned, { ...isLink, key_id: 'bobs' }, 3)).toEqual(earned);
    expect(changePin(earned, { ...isLink, key_id: 'mallorys' }, 3)).toEqual(earned);
    expect(changePin(earned, { act: 'doubt', key_id: 'bobs', name }, 3)).toEqual(earned);
  }
  // Who was only met is proven by it, or doubted.
  const met = firstPin('bobs', name);
  const proof = { act: 'accept', key_id: 'bobs', how: 'link', name } as const;
  expect(changePin(met, proof, 2)).toMatchObject({ how: 'link', verified: false });
  expect(changePin(met, { act: 'doubt', key_id: 'bobs', name }, 2)).toMatchObject({
    how: 'first',
    news: ['link'],
  });
});
