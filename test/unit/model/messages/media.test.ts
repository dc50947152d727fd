// What is gathered of a conversation for its gallery and its viewer: page by page, without a gap, apart
// from what its window shows.
import { expect, test } from 'bun:test';
import type { Item } from '../../../../src/web/model/messages/item';
import { linksOf } from '../../../../src/web/model/messages/media/kinds';
import { itemsOf, openBob, signIn } from '../../../support/fake-client';
import { settle } from '../../../support/fake-parts';
import { BOB } from '../../../support/fake-server';

const link = (at: number) => `see https://a.example/${at}`;
const texts = (items: Item[]) => items.map(({ text }) => text);

/** Of three hundred words every tenth is a link. */
const longTalk = async () => {
  const signed = await signIn();
  const { server } = signed;
  for (let at = 0; at < 300; at += 1) server.says(at % 10 === 0 ? link(at) : `word ${at}`);
  await settle();
  return signed;
};

test('a gallery begins at the newest, and goes back page by page to the first', async () => {
  const { app } = await longTalk();
  await openBob(app);
  const { media } = app;
  const links = () => texts(media.items(BOB, 'link'));
  expect([media.isReady(BOB), links()]).toEqual([false, []]);
  await media.begin(BOB);
  expect(links()).toEqual(Array.from({ length: 10 }, (_, at) => link(200 + at * 10)));
  expect([media.hasOlder(BOB), media.hasNewer(BOB)]).toEqual([true, false]);
  const shown = itemsOf(app).length;
  while (await media.older(BOB));
  expect(links()).toEqual(Array.from({ length: 30 }, (_, at) => link(at * 10)));
  expect([media.hasOlder(BOB), await media.older(BOB)]).toEqual([false, false]);
  // The list of messages is as it was.
  expect(itemsOf(app).length).toBe(shown);
});

test('what comes, goes, or does not open is followed while it is looked at', async () => {
  const { app, server } = await longTalk();
  const { media } = app;
  await media.begin(BOB);
  const links = () => texts(media.items(BOB, 'link'));
  const before = links().length;
  const fresh = server.says('new: https://b.example');
  await settle();
  expect(links().slice(-2)).toEqual([link(290), 'new: https://b.example']);
  server.remove(fresh.id);
  server.says('under another key: https://c.example', { key: 'mallory' });
  await settle();
  expect(links().length).toBe(before);
  expect(media.items(BOB, 'visual')).toEqual([]);
});

test('the viewer begins where the window is, and grows at both ends', async () => {
  const { app, server } = await longTalk();
  await openBob(app);
  const [, , middle] = server.messages();
  await app.actions.toMessage(BOB, middle?.id ?? 0);
  await settle();
  const { media } = app;
  media.beginAt(BOB, middle?.id ?? 0);
  const links = () => texts(media.items(BOB, 'link'));
  expect(links()[0]).toBe(link(0));
  expect([media.hasOlder(BOB), media.hasNewer(BOB)]).toEqual([false, true]);
  const first = links().length;
  expect(await media.newer(BOB)).toBe(true);
  expect(links().length).toBeGreaterThan(first);
  while (await media.newer(BOB));
  expect(links()).toEqual(Array.from({ length: 30 }, (_, at) => link(at * 10)));
  // What comes now joins it.
  server.says('new: https://b.example');
  await settle();
  expect(links().at(-1)).toBe('new: https://b.example');
});

test('the newest page of a gallery that was left does not take the viewer away from where it is', async () => {
  const { app, server } = await longTalk();
  await openBob(app);
  const [, , middle] = server.messages();
  const id = middle?.id ?? 0;
  await app.actions.toMessage(BOB, id);
  const { media } = app;
  const letGo = server.hold(/\/messages\/2\?limit=100$/);
  const beginning = media.begin(BOB);
  await settle();
  media.beginAt(BOB, id);
  const shown = () => texts(media.items(BOB, 'link'));
  const before = shown();
  expect(before[0]).toBe(link(0));
  letGo();
  await beginning;
  expect(shown()).toEqual(before);
  // The gallery begins at the newest again.
  await media.begin(BOB);
  expect(media.hasNewer(BOB)).toBe(false);
});

test('after a gap nothing is taken to be whole: it begins again', async () => {
  const { app, server, clock } = await longTalk();
  await openBob(app);
  await app.media.begin(BOB);
  expect(app.media.isReady(BOB)).toBe(true);
  server.disconnect(false);
  await clock.pass(60_000);
  expect(app.media.isReady(BOB)).toBe(false);
  await app.media.begin(BOB);
  expect(app.media.items(BOB, 'link').length).toBe(10);
});

test('only addresses are links, and what is marked or in brackets is found', () => {
  const of = (text: string) => linksOf({ text } as Item);
  expect(of('*https://a.example* (https://b.example/x).')).toEqual([
    'https://a.example',
    'https://b.example/x',
  ]);
  expect(of('ftp://a.example javascript:alert(1) a.example `https://c.example`')).toEqual([]);
});
