// The browser is killed at any moment, in the middle of writing, keeping, searching, fetching and
// sending: what was written is sent, once, in order, and what is kept is whole.
// `KILLS=50 bun test test/e2e/chat/killed-browser.test.ts` kills it more often, up to 20 seconds after
// (a quarter of an hour).
import { expect, test } from 'bun:test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { writeArchive } from '../../support/data/archive';
import type { Pair } from '../../support/envelope';
import { openEnvelope, openWhole, sealWhole } from '../../support/envelope';
import { startExecutable } from '../../support/executable';
import { sealFor } from '../../support/hostile/cast';
import { countKept, until } from '../../support/offline/kept';
import { startKilledBrowser } from '../../support/offline/killed-browser';
import { arrive } from '../../support/people/arrive';
import type { Person } from '../../support/person';
import { befriend, register } from '../../support/person';
import { openChat, say, signIn } from '../../support/screen';
import { soon } from '../../support/timing';

const kills = Number(Bun.env.KILLS ?? 6);
/** In the suite the longest waits would only cost time. */
const wait_ms_max = kills > 6 ? 20_000 : 3_000;
/** Long enough that the browser is still fetching and keeping it when it is killed the first times. */
const archived = 1_200;
const slow_bytes_per_s = 1_500_000;
/** Two parts: the second one is often still to come. */
const large = (round: number) => Buffer.alloc(4 * 1_024 * 1_024 + 1_000, `film of round ${round} `);

interface Sent {
  id: number;
  client_id: string;
  content: string;
  sender_id: number;
  file?: { id: string };
}

const list = (page: Page) => page.locator('.message-list');
const shown = (page: Page, text: string) =>
  list(page).locator('.text').getByText(text, { exact: true });

const sendFile = async (page: Page, dir: string, name: string, bytes: Buffer): Promise<void> => {
  // Chosen on the disk: handed over as bytes it takes longer than all else that goes on.
  const path = join(dir, `${name}.bin`);
  writeFileSync(path, bytes);
  await page.locator('input[type=file]').setInputFiles(path);
  await page.locator('.attachments li').waitFor();
  await say(page, name);
};

/** A killed browser may have lost its cookie: whoever was signed in signs in again. */
const comeBack = async (page: Page, url: string): Promise<void> => {
  const refreshing = page.waitForResponse(/\/auth\/refresh$/);
  await page.goto(url);
  if ((await refreshing).ok()) await page.locator('.sidebar').waitFor();
  else {
    // What was painted from the device goes, and the page begins again by itself.
    await page.locator('.card-page form').waitFor();
    await page.waitForLoadState('networkidle');
    await signIn(page, url, 'alice', 'alice likes tea');
  }
  await openChat(page, 'bob');
  // What makes a file ready is loaded with the conversation.
  await page.waitForLoadState('networkidle');
};

/** Bob's side of it, by the second implementation. */
const bobBy = (bob: Person, his: Pair, alice: Person, hers: { x: string }) => {
  const to = { id: alice.id, key: hers };
  const from = { person: bob, pair: his };
  const post = async (body: object, more: object, type = 'text') => {
    const { mid, content } = sealFor(to, from, body, { type });
    await bob.says(alice, content, { is_encrypted: true, client_id: mid, ...more });
  };
  const messages = async (): Promise<Sent[]> => {
    const all: Sent[] = [];
    for (let before = ''; ; ) {
      const { body } = await bob.get(`/messages/${alice.id}?limit=100${before}`);
      all.unshift(...(body.data.messages as Sent[]).toReversed());
      if (body.data.pagination.next_before === null) return all;
      before = `&before=${body.data.pagination.next_before}`;
    }
  };
  return {
    messages,
    says: (text: string) => post({ text }, {}),
    async sendsFilm(name: string, plain: Buffer): Promise<void> {
      const key = Buffer.alloc(32, name).toString('base64url');
      const form = new FormData();
      form.set('receiver_id', String(alice.id));
      form.set('file', new File([new Uint8Array(sealWhole(key, plain))], 'blob'));
      const { file_id } = (await bob.post('/upload/file', form)).body.data;
      const sha256 = new Bun.CryptoHasher('sha256').update(plain).digest('base64url');
      const type = 'application/octet-stream';
      const file = { key, name, type, size: plain.length, sha256 };
      await post({ file }, { file_id, message_type: 'file' }, 'file');
    },
    /** What alice wrote, as it opens; of a file its bytes. */
    async opened(sent: Sent[]): Promise<{ text: string; bytes?: Buffer }[]> {
      const read = async ({ content, file }: Sent) => {
        const { body } = openEnvelope(his, hers, content) as {
          body: { text: string; file?: { key: string } };
        };
        if (!body.file) return { text: body.text };
        const answer = await fetch(`${bob.url}/api/v1/files/${file?.id}`, {
          headers: { authorization: `Bearer ${bob.token}` },
        });
        const sealed = Buffer.from(await answer.arrayBuffer());
        return { text: body.text, bytes: openWhole(body.file.key, sealed) };
      };
      return Promise.all(sent.map(read));
    },
  };
};

type Bob = ReturnType<typeof bobBy>;

/** What goes on at once in a round, when the browser is killed; gives what alice wrote. */
const beBusy = async (page: Page, dir: string, bob: Bob, round: number, isOffline: boolean) => {
  const names = [`${round} one`, `${round} file`, `${round} two`];
  const [one = '', file = '', two = ''] = names;
  await say(page, one);
  await sendFile(page, dir, file, large(round));
  await say(page, two);
  // What is on the screen is on the device.
  await shown(page, two).waitFor();
  const film = page.locator('.file', { hasText: `film ${round - 1}.bin` });
  // A download goes on for a while; without a network there is none to be had.
  if (!isOffline && round > 0) await film.first().click();
  await page.getByRole('searchbox').fill('bob says');
  // They come while she searches, writes and fetches.
  const said = (async () => {
    for (const each of ['this', 'that', 'more']) await bob.says(`bob says ${each} in r${round}x`);
    await bob.sendsFilm(`film ${round}.bin`, large(round));
  })();
  return { names, said };
};

/** Every kept message once, and each found by its words. */
const expectWhole = async (page: Page, alice_id: number, total: number): Promise<void> => {
  const isKept = async () => (await countKept(page, alice_id)) === total;
  await until(isKept, 60_000);
  const results = page.getByRole('region', { name: 'Messages' }).getByRole('button');
  for (let round = 0; round < kills; round += 1) {
    await page.getByRole('searchbox').fill(`bob says r${round}x`);
    await results.filter({ hasText: `more in r${round}x` }).waitFor();
    await until(async () => (await results.count()) === 3);
  }
  await page.getByRole('searchbox').fill('message 1');
  await results.filter({ hasText: 'message 1' }).first().waitFor();
  await page.getByRole('searchbox').press('Escape');
};

const expectFetched = async (page: Page, name: string, bytes: Buffer): Promise<void> => {
  const saving = page.waitForEvent('download');
  await page.locator('.file', { hasText: name }).last().click();
  expect(Buffer.compare(readFileSync(await (await saving).path()), bytes)).toBe(0);
};

test.skipIf(!isAvailable('chromium'))(
  `whatever went on when the browser was killed, nothing is lost, and nothing sent twice (${kills} kills)`,
  async () => {
    await using server = await startExecutable({ env: { CHAT8_RATE_LIMIT: 'off' } });
    await using browser = await startKilledBrowser();
    const alice = await arrive(browser.page(), server.url, 'alice');
    const person = await register(server.url, 'bob');
    await befriend(person, alice);
    const archive = { data: server.data, from: person, to: alice, count: archived };
    const his = await writeArchive(archive);
    const hers = (await person.get(`/encryption/public-key/${alice.id}`)).body.data.public_key;
    const bob = bobBy(person, his, alice, JSON.parse(hers));

    const written: string[] = [];
    for (let round = 0; round < kills; round += 1) {
      await comeBack(browser.page(), server.url);
      const isOffline = round % 2 === 0;
      if (isOffline) await browser.context().setOffline(true);
      else await browser.slowDown(slow_bytes_per_s);
      const { names, said } = await beBusy(browser.page(), server.dir, bob, round, isOffline);
      written.push(...names);
      await Bun.sleep((wait_ms_max * round) / kills);
      await browser.killAndStart({ keepsCookies: round % 3 > 0 });
      await said;
    }
    const page = browser.page();
    await comeBack(page, server.url);
    await shown(page, written.at(-1) ?? '').waitFor();
    const sending = list(page).getByRole('img', { name: 'Sending' });
    await until(async () => (await sending.count()) === 0, 60_000);

    const all = await bob.messages();
    const sent = all.filter(({ sender_id }) => sender_id === alice.id);
    const opened = await bob.opened(sent);
    expect(opened.map(({ text }) => text)).toEqual(written);
    expect(new Set(sent.map(({ client_id }) => client_id)).size).toBe(written.length);
    const files = opened.flatMap(({ bytes }) => (bytes ? [bytes] : []));
    expect(files.map((bytes, round) => Buffer.compare(bytes, large(round)))).toEqual(
      Array.from({ length: kills }, () => 0),
    );
    expect(all).toHaveLength(archived + kills * (3 + 4));
    await expectWhole(page, alice.id, all.length);
    await expectFetched(page, `film ${kills - 1}.bin`, large(kills - 1));
    await soon(async () => expect(await list(page).getAttribute('data-unopened')).toBe('0'));
  },
  300_000 + kills * (wait_ms_max + 25_000),
);
