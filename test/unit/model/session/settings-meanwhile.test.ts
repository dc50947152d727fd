// What a person sets holds, whichever answer comes last, and takes nothing back that was set beside it
// in another tab or on another device.
import { expect, test } from 'bun:test';
import type { Profile } from '../../../../src/features/user/model';
import type { Api } from '../../../../src/web/model/net/api';
import type { Account } from '../../../../src/web/model/session/account';
import { createAccount } from '../../../../src/web/model/session/account';
import { createAppLock } from '../../../../src/web/model/session/app-lock';
import { createDevice } from '../../../../src/web/model/store/device';
import { createLocalStore } from '../../../../src/web/model/store/local-store';
import { deviceKeyName, LOCKED_PERSON, lockName } from '../../../../src/web/model/store/names';
import { fakeBrowser, fakeClock, fakeTab, fakeTexts, settle } from '../../../support/fake-parts';

const ALICE = 1;
const PRIVACY = { last_seen: true, read_receipts: true, typing: true };

/** A server that answers when it is let, in the order in which the test lets it. */
const slowAccount = () => {
  const asked: { body: unknown; answer: (data: object) => void }[] = [];
  const put = (_: string, body: unknown) =>
    new Promise<object>((answer) => void asked.push({ body, answer }));
  const api = { put, setOwner: () => {} } as Partial<Api> as Api;
  const account = createAccount(api, createLocalStore(fakeTexts()));
  const profile = { id: ALICE, username: 'alice', email: '', display_name: '', privacy: PRIVACY };
  account.restore({ ...profile, status: 'online' } as Profile);
  return { account, asked };
};

test('of two switches that are pressed one after the other none undoes what the other says', async () => {
  const { account, asked } = slowAccount();
  void account.setPrivacy({ typing: false });
  void account.setPrivacy({ last_seen: false });
  await settle();
  for (let at = 0; at < asked.length; at += 1) {
    const said = {
      ...PRIVACY,
      ...(at === 0 ? { typing: false } : { typing: false, last_seen: false }),
    };
    asked[at]?.answer(said);
    await settle();
  }
  expect(asked.map(({ body }) => body)).toEqual([{ typing: false }, { last_seen: false }]);
  expect(account.me.value?.privacy).toEqual({ ...PRIVACY, typing: false, last_seen: false });

  const status = slowAccount();
  void status.account.setStatus('away');
  void status.account.setStatus('offline');
  await settle();
  // Whichever is answered first.
  for (const each of status.asked.toReversed()) each.answer({});
  await settle();
  for (const each of status.asked.slice(1)) each.answer({});
  await settle();
  expect(status.account.me.value?.status).toBe('offline');
});

test('a name that was not changed here is not sent: another device may have changed it', async () => {
  const { account, asked } = slowAccount();
  const before = { username: 'alice', display_name: '', email: '' };
  // Meanwhile, on the tablet.
  account.changed({ display_name: 'Anna' });
  void account.rename({ ...before, email: 'alice@example.org' }, before);
  await settle();
  expect(asked.map(({ body }) => body)).toEqual([{ email: 'alice@example.org' }]);
  await account.rename(before, before);
  expect(asked).toHaveLength(1);
});

test('what one tab chose of the app lock is not undone by what another one chooses', async () => {
  const browser = fakeBrowser();
  const device = createDevice(browser.device);
  const settings = { credential: '', salt: '', after_ms: 300_000, callers: { 2: 'bob' } };
  await device.put(LOCKED_PERSON, ALICE);
  await device.put(lockName(ALICE), settings);
  await device.put(deviceKeyName(ALICE), { kid: 'device', sealed: new ArrayBuffer(0) });
  const openLock = async () => {
    const account = { userId: () => ALICE } as Account;
    const parts = { ...browser, account, device, clock: fakeClock(), tab: fakeTab().part };
    const lock = createAppLock(parts as never, () => {});
    await lock.begin(() => true);
    return lock;
  };
  const [one, other] = [await openLock(), await openLock()];
  await Promise.all([one.lockAfter(60_000), one.nameCallers(null)]);
  expect(one.settings.value).toEqual({ ...settings, after_ms: 60_000, callers: null });
  // The other tab hears of friends, and of somebody's new name.
  await other.renameCallers({ 2: 'robert' });
  expect(other.settings.value).toEqual({ ...settings, after_ms: 60_000, callers: null });
  await other.nameCallers({ 2: 'robert' });
  expect(other.settings.value).toMatchObject({ after_ms: 60_000, callers: { 2: 'robert' } });
});
