// Which answer belongs to which offer.
import { expect, test } from 'bun:test';
import { BOB, openCallScene, talk } from '../../../support/calls/call-scene';
import { settle } from '../../../support/fake-parts';

test('whoever is in another network twice takes the answer to the first offer for none to the second', async () => {
  const scene = await openCallScene();
  const { alice, bob, server, network } = scene;
  await talk(scene);
  const held: (() => void)[] = [];
  server.relays(({ from }, pass) => void (from === BOB ? held.push(pass) : pass()));
  for (let moves = 0; moves < 2; moves += 1) {
    alice.networkChanged();
    await settle();
  }
  const { length } = network.met();
  for (const pass of held.splice(0)) pass();
  await settle();
  expect([alice.phase(), bob.phase()]).toEqual(['running', 'running']);
  expect(network.met().slice(length)).toHaveLength(1);
});
