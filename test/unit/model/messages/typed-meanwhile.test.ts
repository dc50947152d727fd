// What a person types and chooses while something is on its way is theirs: the answer, or a failure that
// comes late, does not take it away.
import { expect, test } from 'bun:test';
import type { PreparedFile } from '../../../../src/web/model/messages/media/prepared-files';
import { sendFiles } from '../../../../src/web/view/composer/sending';
import type { Client } from '../../../../src/web/view/ui/use-app';
import { openBob, say, signIn } from '../../../support/fake-client';
import { keyId, settle } from '../../../support/fake-parts';
import { BOB } from '../../../support/fake-server';

const about = `${BOB}`;

test('what is typed while a conversation is cleared stays; what was typed before goes', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  await say(app, 'gone in a moment');
  for (const [typed, stays] of [
    ['', null],
    ['a new beginning', 'a new beginning'],
  ] as const) {
    await app.drafts.write(about, 'half a thought');
    const letGo = server.hold(/DELETE \/conversations/);
    const clearing = app.actions.clearConversation(BOB);
    await settle();
    if (typed) await app.drafts.write(about, typed);
    letGo();
    await clearing;
    expect(app.drafts.read(about)).toBe(stays);
  }
});

test('what comes back stands above what is typed by now', async () => {
  const { app } = await signIn();
  await app.drafts.putBack(about, 'the first');
  expect(app.drafts.read(about)).toBe('the first');
  await app.drafts.write(about, 'the second');
  await app.drafts.putBack(about, 'the first');
  expect(app.drafts.read(about)).toBe('the first\nthe second');
});

test('a file that turns out late not to be fit takes nothing that was typed or chosen since', async () => {
  const { app } = await signIn();
  await openBob(app);
  const { promise, reject } = Promise.withResolvers<PreparedFile>();
  const toasts: string[] = [];
  const client = {
    ...app,
    preparedFiles: { ...app.preparedFiles, of: () => promise },
    t: { value: { composer: { tooManyFiles: String, storageFull: '' } } },
    toast: { ...app.toast, show: (text: string) => toasts.push(text) },
    attempt: () => {},
  } as unknown as Client;
  const film = new File(['a film'], 'film.mp4', { type: 'video/mp4' });
  const beside = { text: 'look at this', reply_to: null };
  const outgoing = { friend_id: BOB, files: [film], isOriginal: true, beside, draft: about };
  const sending = sendFiles(client, outgoing);
  app.drafts.sent(about);
  await settle();
  await app.drafts.write(about, 'it takes a while');
  const photo = new File(['a photo'], 'photo.jpg', { type: 'image/jpeg' });
  app.chosenFiles.add(BOB, [photo]);
  reject(new Error('not to be read'));
  await sending.catch(() => {});
  await settle();
  expect(app.drafts.read(about)).toBe('look at this\nit takes a while');
  // The photo goes without its notes, as it was chosen.
  expect(app.chosenFiles.of(BOB)).toEqual({ files: [photo, film], isOriginal: false });
  expect(toasts).toEqual([]);
});

test('a decision about one friend’s key does not close the question about another one’s', async () => {
  const { app, server } = await signIn();
  await openBob(app);
  await app.actions.compared(BOB, keyId('bob'));
  server.keys.set(BOB, 'another');
  await app.keys.keyChanged(BOB);
  app.pins.askAbout(BOB);
  const accepting = app.actions.acceptKey(BOB, keyId('another'));
  const carol = 3;
  app.pins.askAbout(carol);
  await accepting;
  expect(app.pins.askedAbout.value).toBe(carol);
});
