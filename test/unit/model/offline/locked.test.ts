// What stays on a device of somebody whose session the server ended: for that person's next sign-in,
// and for 30 days at most.
import { expect, test } from 'bun:test';
import { createDevice } from '../../../../src/web/model/store/device';
import { createOffline } from '../../../../src/web/model/store/offline/offline';
import { createPersonMemory } from '../../../../src/web/model/store/unsent-memory';
import { fakeBrowser, fakeClock, fakeEngine } from '../../../support/fake-parts';
import { ALICE, BOB } from '../../../support/fake-server';
import { fakeStores } from '../../../support/fake-store';

const day_ms = 86_400_000;
const own = { x: 'alice', iv: '', sealed: 'what she changed' };

test('what waits for its owner is there on the 29th day, and gone after the 30th', async () => {
  const stores = fakeStores();
  const browser = fakeBrowser(createPersonMemory(), stores);
  let now = fakeClock().now();
  const clock = { ...fakeClock(), now: () => now };
  const { engine } = fakeEngine();
  let off_ms = 0;
  const clockOff_ms = () => off_ms;
  const start = () =>
    createOffline({ ...browser, clock, clockOff_ms, engine, device: createDevice(browser.device) });
  const first = start();
  const store = await first.open(ALICE);
  await store?.addChange(own);
  await browser.store?.putDraft('2', 'half a thought');
  await first.locking.lock(ALICE);
  first.letGo();
  // Somebody else signs in meanwhile, more than once.
  now += 29 * day_ms;
  const second = start();
  await second.open(BOB);
  second.letGo();
  // With a clock that is a year ahead, as the server says: nothing of hers is older for that.
  off_ms = 365 * day_ms;
  now += off_ms;
  const wrong = start();
  await wrong.open(BOB);
  wrong.letGo();
  now -= off_ms;
  off_ms = 0;
  const again = start();
  expect(await (await again.open(ALICE))?.changes()).toHaveLength(1);
  await again.locking.lock(ALICE);
  again.letGo();
  now += 31 * day_ms;
  const last = start();
  await last.open(BOB);
  expect(await browser.store?.allDrafts()).toEqual([]);
  const names = (await indexedDB.databases()).map(({ name }) => name);
  expect(names).not.toContain(stores.nameOf(ALICE));
  last.letGo();
});
