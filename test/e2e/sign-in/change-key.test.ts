// Another key after a suspicion: where a person finds it, in both languages, and what comes of it.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { en } from '../../../src/web/i18n/en/en';
import { zh } from '../../../src/web/i18n/zh/zh';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { joined } from '../../support/hostile/strangers';
import { login } from '../../support/person';
import { closeDialog, enter, signIn, signUp } from '../../support/screen';
import { soon } from '../../support/timing';

setDefaultTimeout(300_000);
const scene = test.skipIf(!isAvailable('chromium'));

const stage = new AsyncDisposableStack();
let server: Awaited<ReturnType<typeof startExecutable>>;
beforeAll(async () => {
  server = stage.use(await startExecutable());
});
afterAll(() => stage.disposeAsync());

type Texts = typeof en;

/** Of the settings, in the language of the page. */
const openPage = async (page: Page, { settings }: Texts, name: 'security' | 'devices') => {
  await page.locator('.settings-list').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: settings.title, exact: true }).click();
  const list = page.locator('.settings-list');
  await list.getByRole('button', { name: settings.pages[name], exact: true }).click();
};

const change = async (page: Page, where: string, { trust }: Texts) => {
  await page.locator(where).getByRole('button', { name: trust.changeKey, exact: true }).click();
  const question = page.locator('.dialog.slim');
  await question.getByText(trust.changeKeyText).waitFor();
  await question.getByRole('button', { name: trust.changeKey, exact: true }).click();
  await page.getByText(trust.keyIsChanged).first().waitFor();
};

for (const [language, name, texts] of [
  ['English', 'alice', en],
  ['Chinese', 'anna', zh as Texts],
] as const) {
  scene(
    `in ${language} another key is in the settings, and offered after what is suspicious`,
    async () => {
      await using browser = await openBrowser();
      const page = await browser.page();
      const { password } = await signUp(page, server.url, name);
      await enter({ page, username: name, password });
      const { id } = await login(server.url, name);
      // Changing the password ends every other session of hers.
      const { person } = await joined(server.url, `friend of ${name}`.replaceAll(' ', '-'), 'met');
      const keyOf = async (): Promise<string> =>
        (await person.get(`/encryption/public-key/${id}`)).body.data.key_id;
      if (language !== 'English') {
        await page.evaluate(() => localStorage.setItem('language', 'zh'));
        await page.reload();
        await page.locator('.sidebar').waitFor();
      }

      let key = await keyOf();
      const isNew = async () => {
        const now = await keyOf();
        expect(now).not.toBe(key);
        key = now;
      };

      // By her own wish.
      await openPage(page, texts, 'security');
      await change(page, '.dialog section:has(h3)', texts);
      await isNew();

      // After a changed password.
      await page.getByLabel(texts.form.currentPassword).fill(password);
      await page.getByLabel(texts.form.newPassword).fill('four quite ordinary kettles');
      const submit = { name: texts.settings.changePassword, exact: true };
      await page.locator('form').getByRole('button', submit).click();
      await page.locator('.note').getByText(texts.trust.changeKeyAfter).waitFor();
      await change(page, '.note', texts);
      await soon(async () =>
        expect(await page.locator('.note').getByText(texts.trust.changeKeyAfter).count()).toBe(0),
      );
      await closeDialog(page);

      // After another device was signed out.
      await using second = await openBrowser();
      const tablet = await second.page();
      await signIn(tablet, server.url, name, 'four quite ordinary kettles');
      await openPage(page, texts, 'devices');
      await page
        .locator('.dialog .request')
        .getByRole('button', { name: texts.settings.endSession, exact: true })
        .first()
        .click();
      await page.locator('.note').getByText(texts.trust.changeKeyAfter).waitFor();
      await change(page, '.note', texts);

      // And on that device, when its owner is back: perhaps it was not she who ended it.
      await tablet.getByText(en.entry.signedOutReasons.ended).waitFor();
      await signIn(tablet, server.url, name, 'four quite ordinary kettles');
      await tablet.locator('.banner').getByText(en.trust.notices.sessionEnded()).waitFor();
      await tablet
        .locator('.banner')
        .getByRole('button', { name: en.trust.changeKey, exact: true })
        .waitFor();
    },
  );
}
