// The app lock comes by itself once nobody has used the page for long enough, and cuts nothing short.
import { expect, test } from 'bun:test';
import { signal } from '@preact/signals';
import type { LockSettings } from '../../../../src/web/model/session/lock-record';
import { followLock } from '../../../../src/web/model/session/lock-timer';
import { fakeClock, fakeTab, settle } from '../../../support/fake-parts';

const minute = 60_000;

const open = (callers: LockSettings['callers'] = null) => {
  const clock = fakeClock();
  const tab = fakeTab();
  const settings = signal<LockSettings | null>({
    credential: '',
    salt: '',
    after_ms: 5 * minute,
    callers,
  });
  const scene = { locked: 0, named: [] as unknown[], isHeld: false, used_at: 0 };
  const part = { ...tab.part, usedAt: () => scene.used_at };
  const friends = [{ id: 2, username: 'bob' }];
  followLock({
    appLock: {
      settings,
      async lock() {
        scene.locked += 1;
      },
      renameCallers: async (names) => void scene.named.push(names),
    },
    clock,
    isHeld: () => scene.isHeld,
    people: { onList: (act) => act(friends as never, 0) },
    tab: part,
  });
  return { clock, scene, settings, tab };
};

test('it locks when nobody used it for as long as was chosen, and not while it is used', async () => {
  const { clock, scene } = open();
  await clock.pass(4 * minute);
  scene.used_at = clock.now();
  await clock.pass(4 * minute);
  expect(scene.locked).toBe(0);
  await clock.pass(2 * minute);
  expect(scene.locked).toBe(1);
});

test('a call or a recording is not cut short, and it locks after that', async () => {
  const { clock, scene } = open();
  scene.isHeld = true;
  await clock.pass(30 * minute);
  expect(scene.locked).toBe(0);
  scene.isHeld = false;
  await clock.pass(minute);
  expect(scene.locked).toBe(1);
});

test('what is chosen holds at once, a device that slept locks when it wakes, and off is off', async () => {
  const { clock, scene, settings, tab } = open();
  settings.value = null;
  await clock.pass(60 * minute);
  expect(scene.locked).toBe(0);
  settings.value = { credential: '', salt: '', after_ms: 90 * minute, callers: null };
  await settle();
  expect(scene.locked).toBe(0);
  settings.value = { ...settings.value, after_ms: minute };
  expect(scene.locked).toBe(1);
  tab.wake();
  expect(scene.locked).toBe(2);
});

test('the names of callers are kept up to date, and none where nobody is to be named', () => {
  expect(open().scene.named).toEqual([]);
  expect(open({ 2: 'bob' }).scene.named).toEqual([]);
  expect(open({ 3: 'carol' }).scene.named).toEqual([{ 2: 'bob' }]);
});
