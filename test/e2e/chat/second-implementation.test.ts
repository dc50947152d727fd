// The web client and a second implementation of e2e.md, on both ends of one conversation.
import { expect, test } from 'bun:test';
import { createHash, randomBytes } from 'node:crypto';
import { isAvailable } from '../../support/available';
import { withKey } from '../../support/data/archive';
import { keyIdOf, openEnvelope, openWhole, sealEnvelope, sealWhole } from '../../support/envelope';
import { openAlice } from '../../support/pair';
import { composerFocused, openChat, say } from '../../support/screen';
import { soon } from '../../support/timing';

interface Sent {
  id: number;
  client_id: string;
  content: string;
  message_type: string;
  is_encrypted: boolean;
  file?: { id: string; name: string };
}

const b64 = () => randomBytes(16).toString('base64url');
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

test.skipIf(!isAvailable('chromium'))(
  'a second implementation reads what the web client writes, and writes what it shows',
  async () => {
    await using opened = await openAlice('bob');
    const { server, browser, page, alice } = opened;
    const bob = opened.friend('bob');
    const his = await withKey(bob);
    const found = await bob.get(`/encryption/public-key/${alice.id}`);
    const hers = JSON.parse(found.body.data.public_key) as { x: string };
    using phone = await bob.connect();
    const arrives = async (type: string, text: string): Promise<Sent> => {
      const fits = (data: unknown) => {
        const { content = '' } = data as Partial<Sent>;
        if (!content.startsWith('c8e1.')) return false;
        return JSON.stringify(openEnvelope(his, hers, content).body).includes(text);
      };
      const frame = await phone.next((each) => each.type === type && fits(each.data));
      return frame.data as unknown as Sent;
    };
    const seal = (type: string, body: object, more: object = {}, mid = b64()) => {
      const keys = { from_key: keyIdOf(his), to_key: keyIdOf(hers) };
      const header = { v: 1, mid, from: bob.id, to: alice.id, ...keys, type, ...more };
      return { content: sealEnvelope(his, hers, { header, body }), client_id: mid };
    };
    const send = (type: string, body: object, more: object = {}) =>
      bob.post('/messages', {
        ...seal(type, body),
        receiver_id: alice.id,
        message_type: type,
        is_encrypted: true,
        ...more,
      });

    await openChat(page, 'bob');
    // What is said before the page has heard of his key is said without it.
    await page.locator('.bar').getByText('End-to-end encrypted').waitFor({ state: 'attached' });
    await say(page, 'first words');
    const first = await arrives('new_message', 'first words');
    const { header, body } = openEnvelope(his, hers, first.content);
    expect(header).toEqual({
      v: 1,
      mid: first.client_id,
      from: alice.id,
      to: bob.id,
      from_key: keyIdOf(hers),
      to_key: keyIdOf(his),
      type: 'text',
    });
    expect(Object.keys(header)).toEqual(['v', 'mid', 'from', 'to', 'from_key', 'to_key', 'type']);
    expect(body).toEqual({ text: 'first words', at: expect.any(Number) });
    // 64 bytes of plaintext, and the tag.
    expect(Buffer.from(first.content.split('.')[2] ?? '', 'base64url')).toHaveLength(80);

    // Her edit, made by the arrow key in an empty field.
    await page.getByRole('img', { name: /Sent|Delivered/ }).waitFor();
    await composerFocused(page);
    await page.keyboard.press('ArrowUp');
    await page.locator('.composer-context').waitFor();
    await say(page, 'better words');
    const edited = await arrives('message_edited', 'better words');
    const change = openEnvelope(his, hers, edited.content);
    expect(change.header.edits).toBe(first.client_id);
    expect(change.header.mid).not.toBe(first.client_id);

    // His answer, his edit of it, and his picture.
    const answered = await send('text', { text: 'an answer', reply_to: first.id });
    const log = page.locator('.message-list');
    await log.getByText('an answer', { exact: true }).waitFor();
    const { id, client_id } = answered.body.data as Sent;
    await bob.put(`/messages/${id}`, seal('text', { text: 'a late answer' }, { edits: client_id }));
    await log.getByText('a late answer', { exact: true }).waitFor();

    const key = randomBytes(32).toString('base64url');
    const form = new FormData();
    form.set('file', new File([new Uint8Array(sealWhole(key, DOT))], 'blob'));
    form.set('receiver_id', String(alice.id));
    const { file_id } = (await bob.post('/upload/file', form)).body.data;
    const sha256 = createHash('sha256').update(DOT).digest('base64url');
    const file = { key, name: 'a dot.png', type: 'image/png', size: DOT.length, sha256 };
    await send('image', { file, text: 'look' }, { file_id });
    const picture = page.locator('.picture img:not(.thumbnail)');
    await picture.waitFor();
    await soon(async () =>
      expect(await picture.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBe(1),
    );
    await log.getByText('look', { exact: true }).waitFor();

    // Her file, of more than one chunk, with a caption.
    const bytes = randomBytes(150_000);
    await page.locator('input[type=file]').setInputFiles({
      name: 'plans.bin',
      mimeType: 'application/octet-stream',
      buffer: bytes,
    });
    await page.getByRole('textbox', { name: 'Message' }).fill('the plans');
    await page.keyboard.press('Enter');
    const sent = await arrives('new_message', 'the plans');
    const said = openEnvelope(his, hers, sent.content).body as { text: string; file: typeof file };
    expect(said.text).toBe('the plans');
    expect(said.file).toMatchObject({ name: 'plans.bin', size: 150_000 });
    expect(said.file.sha256).toBe(createHash('sha256').update(bytes).digest('base64url'));
    expect([sent.message_type, sent.file?.name]).toEqual(['file', 'blob']);
    const raw = await fetch(`${server.url}/api/v1/files/${sent.file?.id}`, {
      headers: { authorization: `Bearer ${bob.token}` },
    });
    const whole = Buffer.from(await raw.arrayBuffer());
    expect(openWhole(said.file.key, whole)).toEqual(bytes);

    await soon(async () => expect(await log.getAttribute('data-unopened')).toBe('0'));
    expect([browser.errors, browser.outside]).toEqual([[], []]);
  },
  300_000,
);
