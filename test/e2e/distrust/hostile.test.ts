// What the other side sends is anyone's: never markup, never another origin, no broken layout.
import { expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { startExecutable } from '../../support/executable';
import { befriend, login, register } from '../../support/person';
import { enter, openChat, say, signUp } from '../../support/screen';
import { soon } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

/** Alice in a browser, and mallory, a friend with a client of her own. */
const scene = async (url: string, page: Page) => {
  const alice = await signUp(page, url, 'alice');
  await enter(alice);
  const mallory = await register(url, 'mallory');
  await befriend(mallory, await login(url, 'alice'));
  return mallory;
};

test.skipIf(!hasBrowser)(
  'hostile texts, names, pictures and envelopes are shown as what they are',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    await page.setViewportSize({ width: 360, height: 740 });
    const mallory = await scene(server.url, page);
    const alice = { id: 1 };
    await mallory.put('/user/profile', { avatar: 'https://evil.example/pixel.png' });
    const bad = [
      '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>',
      'javascript:document.title="owned" https://evil.example/"onmouseover="x',
      'w'.repeat(5_000),
      '\u202e\u2066 txet desrever \u200b\u200b',
      `${'🏳️‍🌈'.repeat(200)}`,
    ];
    for (const content of bad) await mallory.says(alice, content);
    await mallory.says(alice, 'nothing that opens', { is_encrypted: true });
    const form = new FormData();
    form.set('file', new File(['<svg onload="x"/>'], '"><img src=x onerror=1>.svg'));
    form.set('receiver_id', '1');
    const { file_url } = (await mallory.post('/upload/file', form)).body.data;
    await mallory.says(alice, file_url, { message_type: 'image' });
    await mallory.says(alice, 'the end');

    await openChat(page, 'mallory');
    await page.locator('.message-list').getByText('the end').waitFor();
    await soon(async () => expect(await page.title()).not.toContain('owned'));
    await soon(async () =>
      expect(
        await page.locator('.message-list img, .message-list script, .avatar img').count(),
      ).toBe(0),
    );
    await soon(async () => expect(await page.locator('.trouble').count()).toBe(1));
    const hrefs = await page
      .locator('.message-list a')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    expect(hrefs.every((href) => href.startsWith('https://evil.example/'))).toBe(true);
    const widest = () => page.evaluate(() => document.documentElement.scrollWidth);
    await soon(async () => expect(await widest()).toBeLessThanOrEqual(360));
    // Chromium notes that a friend without a key was asked for one.
    const errors = browser.errors.filter((line) => !line.includes('404'));
    expect([errors, browser.outside]).toEqual([[], []]);
  },
  300_000,
);

test.skipIf(!hasBrowser)(
  'what is typed without a connection is kept, and sent once when it is back',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    const mallory = await scene(server.url, page);
    await openChat(page, 'mallory');
    await say(page, 'before');
    await page.getByRole('img', { name: /Sent|Delivered/ }).waitFor();
    await page.context().setOffline(true);
    await say(page, 'meanwhile');
    await page.getByRole('textbox', { name: 'Message' }).fill('not yet sent');
    await page.getByRole('img', { name: 'Sending' }).waitFor();
    await page.context().setOffline(false);
    await page.reload();
    await openChat(page, 'mallory');
    await page.locator('.message-list').getByText('meanwhile').waitFor();
    const area = page.getByRole('textbox', { name: 'Message' });
    await soon(async () => expect(await area.inputValue()).toBe('not yet sent'));
    await page
      .getByRole('img', { name: /Sent|Delivered/ })
      .nth(1)
      .waitFor();
    const { messages } = (await mallory.get('/messages/1')).body.data;
    const said = messages.map(({ content }: { content: string }) => content);
    expect(said).toEqual(['meanwhile', 'before']);
  },
  300_000,
);
