// What stays on a device of somebody whose session the server ended: for that person's next sign-in,
// and for 30 days at most.
import { expect, test } from 'bun:test';
import { createDevice } from '../../../../src/web/model/store/device';
import { createLocks } from '../../../../src/web/model/store/locks';
import { storeKeyName } from '../../../../src/web/model/store/names';
import { createOffline } from '../../../../src/web/model/store/offline/offline';
import { createPersonMemory } from '../../../../src/web/model/store/unsent-memory';
import { fakeBrowser, fakeClock, fakeEngine, settle } from '../../../support/fake-parts';
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
    createOffline({
      ...browser,
      clock,
      clockOff_ms,
      engine,
      device: createDevice(browser.device),
      locks: createLocks(browser.locks),
    });
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

test('two tabs that start at the same moment keep by one key', async () => {
  const browser = fakeBrowser(createPersonMemory(), fakeStores());
  const keys: CryptoKey[] = [];
  const tab = () => {
    const { engine } = fakeEngine();
    engine.newStoreKey = async () => ({}) as CryptoKey;
    engine.useStoreKey = async (key) => void keys.push(key);
    const device = createDevice(browser.device);
    const parts = { engine, device, clock: fakeClock(), clockOff_ms: () => 0 };
    return createOffline({ ...browser, ...parts, locks: createLocks(browser.locks) });
  };
  const tabs = [tab(), tab()];
  await Promise.all(tabs.map((each) => each.open(ALICE)));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1] as CryptoKey);
  expect(await browser.device.get(storeKeyName(ALICE))).toBe(keys[0]);
  for (const each of tabs) each.letGo();
});

test('a wipe that is promised while another one ends is done, too', async () => {
  const removed: number[] = [];
  const browser = {
    ...fakeBrowser(createPersonMemory(), fakeStores()),
    removeOfflineStore: async (user_id: number) => void removed.push(user_id),
  };
  const { get } = browser.device;
  const slow = Promise.withResolvers<void>();
  let reads = 0;
  browser.device.get = async (name) => {
    const found = await get(name);
    if (name === 'wiping') reads += 1;
    // Alice's is over, and what is left of them is about to be noted.
    if (name === 'wiping' && reads === 3) await slow.promise;
    return found;
  };
  const parts = { engine: fakeEngine().engine, device: createDevice(browser.device) };
  const locks = createLocks(browser.locks);
  const clock = fakeClock();
  const offline = createOffline({ ...browser, ...parts, clock, locks, clockOff_ms: () => 0 });
  const alices = offline.wipe(ALICE, false);
  while (reads < 3) await settle();
  const bobs = offline.wipe(BOB, false);
  await settle();
  slow.resolve();
  await Promise.all([alices, bobs]);
  expect(removed).toEqual([ALICE, BOB]);
  expect(await browser.device.get('wiping')).toEqual([]);
});
