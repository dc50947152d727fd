// A restore that the server tells of explains an older vault until the newest is there again.
import { expect, test } from 'bun:test';
import { createNotices } from '../../../../src/web/model/keys/notices';
import { createKeptCopy } from '../../../../src/web/model/keys/vault-sync/kept-copy';
import { createRestore } from '../../../../src/web/model/keys/vault-sync/restore';
import { createDevice } from '../../../../src/web/model/store/device';
import { fakeBrowser } from '../../../support/fake-parts';

/** Pages of alice's in one browser, one after the other or beside each other. */
const pagesOf = () => {
  const { device: values } = fakeBrowser();
  return () => {
    const notices = createNotices();
    const restore = createRestore(
      notices,
      createKeptCopy(createDevice(values), () => 1),
    );
    const saysOfOlder = () => {
      restore.tellOld();
      return notices.notices.value.at(-1);
    };
    return { ...restore, saysOfOlder };
  };
};

const at = '2026-03-04T05:06:07.000Z';
const wentBack = { kind: 'wentBack', at } as const;
const oldVault = { kind: 'oldVault' } as const;

test('a page that is closed before the newest vault is stored again leaves the restore to explain the older one', async () => {
  const open = pagesOf();
  const [closed, other] = [open(), open()];
  for (const each of [closed, other]) {
    await each.heard(at);
    expect(each.saysOfOlder()).toEqual(wentBack);
  }
  const page = open();
  expect(page.saysOfOlder()).toEqual(oldVault);
  // What was asked for before it heard says nothing of the server's data after it.
  const early = page.begin();
  await page.heard(at);
  await early();
  expect(page.saysOfOlder()).toEqual(wentBack);
  await page.begin()();
  // From then on the same restore explains nothing, and another one does.
  expect(page.saysOfOlder()).toEqual(oldVault);
  const next = open();
  await next.heard(at);
  expect(next.saysOfOlder()).toEqual(oldVault);
  const later = '2026-04-05T06:07:08.000Z';
  await next.heard(later);
  expect(next.saysOfOlder()).toEqual({ kind: 'wentBack', at: later });
});
