// Conversations that are taken along, on the real server: opened, and compared message by message with
// what the server has.
import { expect, setDefaultTimeout, test } from 'bun:test';
import type { Message } from '../../src/protocol/objects';
import { ApiError, NETWORK } from '../../src/web/model/net/api-error';
import { comeBack, tell, until } from '../support/client/real-client';
import {
  fakeDisk,
  hears,
  itemsOf,
  pair,
  renderingOf,
  seenIn,
  take,
  unpack,
} from '../support/client/taken-along';
import { login } from '../support/person';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

/** Everything that the server gives of a conversation, the oldest first. */
const historyOf = async (url: string, friend_id: number): Promise<Message[]> => {
  const alice = await login(url, 'alice');
  const all: Message[] = [];
  for (let page = 1; ; page += 1) {
    const { body } = await alice.get(`/messages/${friend_id}?limit=100&page=${page}`);
    all.unshift(...body.data.messages.toReversed());
    if (page >= body.data.pagination.pages) return all;
  }
};

test('a long life is taken along whole: every message, and every file byte by byte', async () => {
  await using server = await startServer();
  using people = await pair(server.url);
  const { alice, bob } = people;
  const picture = new Uint8Array(70_000).map((_, at) => (at * 7) & 255);
  await tell(alice.app, bob.id, 'the *doctor* said <b>nothing</b>');
  await hears(bob, alice, 1);
  const first = itemsOf(bob, alice.id)[0];
  if (!first) throw new Error('a first message');
  await (await bob.app.actions.send(alice.id, 'which doctor?', first.id)).sent;
  const sending = await bob.app.actions.sendFile(alice.id, {
    blob: new Blob([picture]),
    name: '../..\\a:b?.png',
    type: 'image/png',
    text: 'look',
  });
  await sending.sent;
  await tell(bob.app, alice.id, 'a mistake');
  await tell(bob.app, alice.id, 'nobody keeps this');
  await hears(alice, bob, 5);
  const [, , , mistake, unkept] = itemsOf(bob, alice.id);
  if (!mistake || !unkept) throw new Error('what bob wrote');
  await bob.app.actions.edit(mistake, 'no mistake');
  await alice.app.actions.react(first, '👍');
  const answer = await alice.app.actions.send(bob.id, 'an answer to it', unkept.id);
  await answer.sent;
  await bob.app.actions.removeMessage(unkept);
  await until(() => itemsOf(alice, bob.id).every(({ id }) => id !== unkept.id));
  const bobs = await login(server.url, 'bob');
  await bobs.says({ id: alice.id }, 'in the clear, from a simple client');
  await bobs.says({ id: alice.id }, 'gone in an hour', { expires_in: 3_600 });
  for (let at = 0; at < 6; at += 1) await bobs.says({ id: alice.id }, `line ${at}`);

  // As a server answers whose pages are full: of large texts a few are one.
  using _ = alice.browser.lie(/^GET \/messages\/\d+\?limit=1000&after/, async (__, answer) => {
    const { data } = await (await answer()).json();
    const messages = data.messages.slice(-7);
    const isCut = messages.length < data.messages.length;
    const next_after = isCut ? messages[0].id : data.pagination.next_after;
    return Response.json({ data: { messages, pagination: { ...data.pagination, next_after } } });
  });
  const disk = fakeDisk();
  const state = await take(alice, disk);
  const said = (await historyOf(server.url, bob.id)).filter(({ expires_at }) => !expires_at);
  expect(state).toEqual({ phase: 'done', messages: said.length, files: 1, left: 0, parts: 1 });
  expect([...disk.files.keys()]).toEqual(['taken.zip']);
  using found = unpack(disk.files);
  const folder = `taken/${bob.id}-bob`;
  const pages = [1, 2].map((number) => `${folder}/${number}`);
  const inJson = pages.flatMap((page) => JSON.parse(found.text(`${page}.json`)));
  const seen = Object.assign(
    {},
    ...(await Promise.all(pages.map((page) => seenIn(found.text(`${page}.html`))))),
  );

  // Message by message, in the order of the server.
  const opened = [
    'the *doctor* said <b>nothing</b>',
    'which doctor?',
    'look',
    'no mistake',
    'an answer to it',
  ];
  const textOf = ({ is_encrypted, content }: Message, at: number) =>
    is_encrypted ? opened[at] : content;
  expect(inJson.map(({ id, text, sender_id, at }) => [id, text, sender_id, at])).toEqual(
    said.map((message, at) => [
      message.id,
      textOf(message, at),
      message.sender_id,
      message.timestamp,
    ]),
  );
  expect(Object.keys(seen)).toEqual(said.map(({ id }) => `m${id}`));
  expect(
    said.filter(
      ({ id }, at) =>
        !seen[`m${id}`].text.includes(textOf(said[at] as Message, at)?.replaceAll('*', '') ?? '?'),
    ),
  ).toEqual([]);
  // What belongs to a message stands in it.
  const [doctor, which, look, edited, orphan, plain] = said.map(({ id }) => seen[`m${id}`]);
  expect(doctor.text).toContain('👍 You');
  expect(which.leads).toEqual([`#m${said[0]?.id}`]);
  const path = `files/${said[2]?.id}-.._.._a_b_.png`;
  expect(look.leads).toEqual([path, path]);
  expect(Buffer.compare(found.bytes(`${folder}/${path}`), picture)).toBe(0);
  expect(edited.text).toContain('edited');
  expect(orphan.text).toContain('A message that was deleted');
  expect(plain.text).toContain('not encrypted');
  // Nothing of what was deleted, or disappears, is in it.
  const everything = found.names
    .filter((name) => /\.(html|json)$/.test(name))
    .map(found.text)
    .join();
  expect(everything).not.toMatch(/nobody keeps this|gone in an hour|a mistake|<script|https?:\/\//);
  const overview = found.text('taken/index.html');
  expect(overview).toContain('1 disappearing message was left out');
  expect(overview).toContain('Everything could be opened.');
  for (const page of pages) expect(overview).toContain(`${bob.id}-bob/${page.at(-1)}.html`);
});

test('what does not open, and files that are gone, are listed; parts make one whole', async () => {
  await using server = await startServer();
  using people = await pair(server.url);
  const { alice, bob } = people;
  const send = async (name: string, text: string) => {
    const blob = new Blob([new Uint8Array(9_000).fill(name.length)]);
    const { sent } = await bob.app.actions.sendFile(alice.id, {
      blob,
      name,
      type: 'text/plain',
      text,
    });
    await sent;
  };
  await send('one.txt', 'the first');
  await send('two.txt', 'the second');
  await tell(bob.app, alice.id, 'closed for ever');
  await hears(alice, bob, 3);
  const items = itemsOf(alice, bob.id);
  const lost = items[1]?.file?.id;
  using _ = alice.browser.lie(new RegExp(`^GET /files/${lost}`), () =>
    Response.json(
      { success: false, error: { code: 'FILE_003', message: '', details: {} } },
      { status: 404 },
    ),
  );
  using __ = alice.browser.lie(/^GET \/messages\/\d+\?limit=1000&after/, async (___, answer) => {
    const body = await (await answer()).json();
    const [newest] = body.data.messages;
    newest.content = newest.content.replace(/.$/, (last: string) => (last === 'A' ? 'Q' : 'A'));
    return Response.json(body);
  });
  const disk = fakeDisk(8_000, Number.POSITIVE_INFINITY);
  const state = await take(alice, disk, bob.id);
  expect(state).toMatchObject({ phase: 'done', messages: 3, files: 1, left: 2 });
  expect(disk.files.size).toBeGreaterThan(1);
  const names = [...disk.files.keys()];
  expect(names.slice(0, 2)).toEqual(['taken.zip', 'taken-part-2.zip']);
  // Only the last part has the first page; each other says that more belongs to it.
  for (const name of names) {
    using part = unpack(new Map([[name, disk.files.get(name) as Uint8Array]]));
    const isLast = name === names.at(-1);
    expect(part.names.includes('taken/index.html')).toBe(isLast);
    expect(part.names.some((each) => /part-\d\.html$/.test(each))).toBe(!isLast);
  }
  using whole = unpack(disk.files);
  const overview = whole.text('taken/index.html');
  expect(overview).toContain('Not in this export (2)');
  expect(overview).toContain('two.txt: The server no longer has this file.');
  expect(overview).toContain('can’t be decrypted');
  const seen = Object.values(await seenIn(whole.text(`taken/${bob.id}-bob/1.html`)));
  expect(seen.map(({ leads }) => leads.length)).toEqual([1, 0, 0]);
  expect(seen[1]?.text).toContain('the second');
});

test('an export that is stopped, cut off, or too large for the disk leaves nothing that looks whole', async () => {
  await using server = await startServer();
  using people = await pair(server.url);
  const { alice, bob } = people;
  await tell(bob.app, alice.id, 'x'.repeat(9_000));
  const full = fakeDisk(Number.POSITIVE_INFINITY, 4_000);
  const state = await take(alice, full);
  expect(state?.phase === 'failed' && (state.error as Error).name).toBe('QuotaExceededError');
  expect([full.files.size, full.open]).toEqual([0, []]);

  const cut = fakeDisk();
  using _ = alice.browser.lie(/^GET \/messages\/\d+\?limit=1000/, () =>
    Response.json(
      { success: false, error: { code: 'FRIEND_001', message: '', details: {} } },
      { status: 403 },
    ),
  );
  expect(await take(alice, cut)).toMatchObject({ phase: 'failed', error: { code: 'FRIEND_001' } });
  expect([cut.files.size, cut.open]).toEqual([0, []]);

  const stopped = fakeDisk();
  const asked = Promise.withResolvers<void>();
  using __ = alice.browser.lie(/^GET \/conversations/, () => {
    asked.resolve();
    throw new ApiError(0, NETWORK);
  });
  Object.assign(alice.browser.kept, { openSaving: stopped.openSaving });
  const { app } = await comeBack(alice.browser);
  await app.exports.start({ only: null, name: 'taken', load: renderingOf(app) });
  await asked.promise;
  app.exports.stop();
  await until(() => !app.exports.isRunning());
  expect([app.exports.state.value, stopped.files.size, stopped.open]).toEqual([null, 0, []]);
});
