// An export is for good: what an answer quotes in it is what was answered, whatever numbers a server
// gives to messages.
import { expect, setDefaultTimeout, test } from 'bun:test';
import type { Message } from '../../../src/protocol/objects';
import {
  befriendBy,
  comeBack,
  newcomer,
  tell,
  textsWith,
  until,
} from '../../support/client/real-client';
import { fakeDisk, renderingOf, unpack } from '../../support/client/taken-along';
import { startServer } from '../../support/server';

setDefaultTimeout(60_000);

test('in an export an answer quotes what was answered, though it was edited and the server calls it another', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  await alice.app.actions.openConversation(bob.id);
  await bob.app.actions.openConversation(alice.id);
  for (const text of ['at five?', 'pay mallory?']) await tell(bob.app, alice.id, text);
  await until(() => textsWith(alice.app, bob.id).length === 2);
  const [asked, other] = alice.app.windows.timelineOf(bob.id).items;
  await (await alice.app.actions.send(bob.id, 'yes', asked?.id ?? 0)).sent;
  const [own] = bob.app.windows.timelineOf(alice.id).items;
  if (own) await bob.app.actions.edit(own, 'at six?');
  await until(() => textsWith(alice.app, bob.id).includes('at six?'));
  using _ = alice.browser.lie(/^GET \/messages\/\d+\?limit=1000/, async (_, answer) => {
    const { data, ...rest } = await (await answer()).json();
    const messages = data.messages as Message[];
    const places = new Map([
      [asked?.id, other?.id],
      [other?.id, asked?.id],
    ]);
    const moved = (id: number) => places.get(id) ?? id;
    return Response.json({
      ...rest,
      data: { ...data, messages: messages.map((each) => ({ ...each, id: moved(each.id) })) },
    });
  });
  const disk = fakeDisk();
  Object.assign(alice.browser.kept, { openSaving: disk.openSaving });
  const { app } = await comeBack(alice.browser);
  const only = app.people.friendOf(bob.id) ?? null;
  await app.exports.start({ only, name: 'taken', load: renderingOf(app) });
  await until(() => !app.exports.isRunning());
  using whole = unpack(disk.files);
  const page = whole.text(`taken/${bob.id}-bob/1.html`);
  const [, quote = ''] = /class="quote"[^>]*>(.*?)<\/a>/.exec(page) ?? [];
  expect(quote).toContain('at six?');
  for (const each of [alice, bob]) each.browser.close();
});
