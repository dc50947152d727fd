// A friend whose client seals what no honest client would: it stays words on the screen.
import { expect, test } from 'bun:test';
import { createHash, randomBytes } from 'node:crypto';
import { isAvailable } from '../../support/available';
import { openBrowser } from '../../support/browser';
import { withKey } from '../../support/data/archive';
import { keyIdOf, sealEnvelope, sealWhole } from '../../support/envelope';
import { startExecutable } from '../../support/executable';
import { arrive } from '../../support/people/arrive';
import { befriend, register } from '../../support/person';
import { openChat, say } from '../../support/screen';
import { soon } from '../../support/timing';

const PAGE = Buffer.from('<script>document.title="owned"</script>');
const VECTOR = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');

test.skipIf(!isAvailable('chromium'))(
  'sealed forgeries show as text, load nothing, and take no one else’s place',
  async () => {
    await using server = await startExecutable();
    await using browser = await openBrowser();
    const page = await browser.page();
    await page.setViewportSize({ width: 360, height: 740 });
    const alice = await arrive(page, server.url, 'alice');
    const mallory = await register(server.url, 'mallory');
    const own = await withKey(mallory);
    await befriend(mallory, alice);
    const found = await mallory.get(`/encryption/public-key/${alice.id}`);
    const peer = JSON.parse(found.body.data.public_key) as { x: string };
    const send = async (body: object, more: { file_id?: string; mid?: string } = {}) => {
      const { mid = randomBytes(16).toString('base64url'), ...rest } = more;
      const keys = { from_key: keyIdOf(own), to_key: keyIdOf(peer) };
      const header = { v: 1, mid, from: mallory.id, to: alice.id, ...keys, type: 'text' };
      const content = sealEnvelope(own, peer, { header, body });
      const draft = { receiver_id: alice.id, content, client_id: mid, is_encrypted: true, ...rest };
      const answer = await mallory.post('/messages', draft);
      expect(answer.status).toBe(200);
    };
    const sendFile = async (bytes: Buffer, more: object) => {
      const key = randomBytes(32).toString('base64url');
      const form = new FormData();
      form.set('file', new File([new Uint8Array(sealWhole(key, bytes))], 'blob'));
      form.set('receiver_id', String(alice.id));
      const { file_id } = (await mallory.post('/upload/file', form)).body.data;
      const sha256 = createHash('sha256').update(bytes).digest('base64url');
      const file = { key, name: 'x', type: 'image/png', size: bytes.length, sha256, ...more };
      await send({ file }, { file_id });
    };

    await openChat(page, 'mallory');
    await say(page, 'mine');
    const log = page.locator('.message-list');
    await page.getByRole('img', { name: /Sent|Delivered/ }).waitFor();
    const { messages } = (await alice.get(`/messages/${mallory.id}`)).body.data;

    // The mid of alice's own message does not replace it.
    await send({ text: 'not mine' }, { mid: messages[0].client_id });
    // Words, lines and answers without an end.
    await send({ text: `start ${'w'.repeat(40_000)} end` });
    await send({ text: `${'line\n'.repeat(7_000)}last line` });
    await send({ text: 'an answer to nothing', reply_to: 999_999 });
    await send({ text: 'an answer to what can not be', reply_to: 1e15 });
    // Nothing at all, and a file that was never sent.
    await send({});
    const never = { key: 'A'.repeat(43), name: 'x', type: 'x', size: 1, sha256: 'A'.repeat(43) };
    await send({ text: ' \n ', file: never });
    // Pictures that are none, previews from elsewhere, names that read backwards.
    await sendFile(PAGE, { name: 'page.html', type: 'text/html' });
    await sendFile(VECTOR, {
      name: 'v.svg',
      type: 'image/svg+xml',
      preview: 'javascript:alert(1)',
    });
    await sendFile(PAGE, { name: 'broken.png', preview: 'https://evil.example/pixel.png' });
    const vector = `data:image/svg+xml;base64,${VECTOR.toString('base64')}`;
    await sendFile(PAGE, { name: 'a\u202egnp.exe', type: 'audio/ogg', preview: vector });
    await sendFile(PAGE, { name: 'other.txt', type: 'text/plain', sha256: 'A'.repeat(43) });
    await send({ text: 'the end' });

    await log.getByText('the end', { exact: true }).waitFor();
    await soon(async () => expect(await log.getByText('mine', { exact: true }).count()).toBe(1));
    await soon(async () =>
      expect(await log.getByText('not mine', { exact: true }).count()).toBe(1),
    );
    const widest = () => page.evaluate(() => document.documentElement.scrollWidth);
    await soon(async () => expect(await widest()).toBeLessThanOrEqual(360));
    const long = page.locator('.bubble', { hasText: 'line' }).last();
    await soon(async () => expect(await long.textContent()).not.toContain('last line'));
    await soon(async () => expect((await long.boundingBox())?.height).toBeLessThan(1_000));
    await long.getByRole('button', { name: 'Show all' }).click();
    await long.getByText('last line').waitFor();
    await long.getByRole('button', { name: 'Show less' }).click();
    await page.locator('.quote', { hasText: 'Message not available' }).nth(1).waitFor();
    await soon(async () => expect(await page.getByText('There’s nothing to show').count()).toBe(2));

    await soon(async () => {
      const names = await page.locator('.message-list .file-name').allTextContents();
      expect(names).toContain('page.html');
      expect(names.join()).not.toContain('\u202e');
    });
    // Not a picture or a sound after all: to be saved, not shown.
    await page.getByRole('button', { name: 'Play' }).click();
    await page.locator('.player').waitFor({ state: 'detached' });
    await log.getByText('This browser can’t show this file').first().waitFor();
    await soon(async () => expect(await log.locator('img').count()).toBe(0));
    await page.locator('.file', { hasText: 'other.txt' }).click();
    await page.getByText('damaged, or it isn’t the one that was sent').waitFor();
    await soon(async () => expect(await page.title()).not.toContain('owned'));
    expect(browser.outside).toEqual([]);
    expect(browser.errors).toEqual([]);
  },
  300_000,
);
