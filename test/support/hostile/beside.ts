// What alice does beside writing to her friends: settings, notes, numbers that she compares, and what
// takes long.
import { undo_ms } from '../../../src/web/model/messages/undo/removing';
import type { Cast } from './cast';
import { says } from './friends';
import type { Kept } from './kept';
import type { Life } from './life';
import { itemsOf, openAll, openLife, send, sentBy, wish } from './life';
import type { Written } from './written';
import { MARKER, next, note } from './written';

const silence_ms = 3_600_000;

/** Notifications are wanted, tried and given up again. */
const notify = async (life: Life): Promise<void> => {
  const { push } = life.device.app;
  const { idle } = life.device;
  wish(life, () => push.enable('name'));
  await idle();
  wish(life, () => push.set({ calls_only: true }));
  const id = push.own()?.id ?? 1;
  wish(life, () => push.test(id));
  await idle();
  wish(life, () => push.remove(id));
  await idle();
};

/** A lie may keep her away for longer. */
const looks_max = 100;

/** It is told with the next connection, which is there a moment after it was asked for. */
const readLater = async (life: Life): Promise<void> => {
  const [bob] = life.cast.friends;
  if (!bob) return;
  await says(life, bob);
  await life.device.idle();
  await life.device.loseLine();
  const newest = itemsOf(life.device, bob).findLast(({ id }) => id > 0);
  if (newest) life.device.app.receipts.saw(bob.person.id, newest.id);
  await life.device.pass(10_000);
  for (let looks = 0; looks < looks_max && !life.device.app.isOnline.value; looks += 1) {
    await Bun.sleep(5);
  }
  await life.device.idle();
};

/** What she writes to herself alone, puts away, and deletes. */
const keepNotes = async (life: Life): Promise<void> => {
  const { id } = life.cast.alice;
  const { actions, arrangements } = life.device.app;
  const { idle } = life.device;
  wish(life, () => actions.openConversation(id));
  await idle();
  const text = note(life.written.typed, id, next(`${MARKER} to herself`));
  wish(life, () => actions.send(id, text, null).then(({ sent }) => sent));
  await idle();
  wish(life, () => arrangements.pin(id, true));
  wish(life, () => actions.clearConversation(id));
  await idle();
};

/** Everything that is looked at and set beside the conversations. */
export const look = async (cast: Cast, written: Written, kept: Kept): Promise<Life> => {
  const life = await openLife(cast, written, kept);
  const { account, people, session } = life.device.app;
  await openAll(life);
  wish(life, session.devices);
  wish(life, account.storage);
  wish(life, () => account.setStatus('away').then(() => account.setStatus('online')));
  wish(life, () => account.rename({ username: 'alice', email: 'alice@example.org' }));
  wish(life, () => people.search('fr'));
  wish(life, () => account.setPrivacy({ typing: account.me.value?.privacy.typing === false }));
  wish(life, people.sent);
  wish(life, people.blocks.load);
  wish(life, async () => {
    const invite = await people.invite();
    people.linkOf(invite);
    await people.invites();
    await people.revoke(invite.code);
  });
  await life.device.idle();
  const [first] = cast.friends;
  if (first) wish(life, () => life.device.app.silences.silence(first.person.id, silence_ms));
  await life.device.idle();
  await notify(life);
  await readLater(life);
  await keepNotes(life);
  for (const friend of cast.friends) wish(life, () => send(life, friend));
  await life.device.idle();
  return life;
};

/** Comparing numbers, and whatever is pinned by it. */
export const compare = async (cast: Cast, written: Written, kept: Kept): Promise<Life> => {
  const life = await openLife(cast, written, kept);
  await openAll(life);
  const { actions } = life.device.app;
  const erin = cast.friends.find(({ state }) => state === 'compared');
  if (!erin) throw new Error('one was compared');
  const { id } = erin.person;
  wish(life, async () => {
    const number = await actions.safetyNumber(id);
    // She compares with care: only her friend's own number is the same on both sides.
    if (number?.key_id === erin.key_id) await actions.compared(id, number.key_id);
  });
  await life.device.idle();
  for (const friend of cast.friends) wish(life, () => send(life, friend));
  await life.device.idle();
  return life;
};

/** What takes long: searching a day, another picture, taking everything away. */
export const leave = async (cast: Cast, written: Written, kept: Kept): Promise<Life> => {
  const life = await openLife(cast, written, kept);
  const { account, actions, pages } = life.device.app;
  // What this device does not have yet comes by itself.
  await life.device.pass(1_000);
  await openAll(life);
  const [bob] = cast.friends;
  if (!bob) throw new Error('a friend');
  const [first] = itemsOf(life.device, bob);
  if (first) wish(life, () => actions.toMessage(bob.person.id, first.id));
  wish(life, () => pages.firstSince(bob.person.id, 0));
  await life.device.idle();
  wish(life, () => actions.toEnd(bob.person.id));
  await life.device.idle();
  // Several at once, which can be undone for a while.
  const own = sentBy(life, bob).slice(0, 2);
  for (const { id } of own) life.removed.add(id);
  wish(life, () => actions.removeLater(own));
  await life.device.idle();
  await life.device.pass(undo_ms);
  wish(life, () => account.setAvatar(PICTURE).then(account.clearAvatar));
  wish(life, account.exportAll);
  await life.device.idle();
  return life;
};

/** A picture of one pixel. */
const PICTURE = new Blob(
  [
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  ],
  { type: 'image/png' },
);
