// What alice does in a life: everything that a person does with the client, and that her friends do
// meanwhile. Whatever goes wrong on the way is what a person would be told; a life goes on.
import type { Item } from '../../../src/web/model/messages/item';
import type { Cast, Friend } from './cast';
import { newDevice } from './cast';
import type { Device } from './device';
import { friendsAreThere, friendsSpeak } from './friends';
import type { Kept } from './kept';
import type { Written } from './written';
import { MARKER, next, note } from './written';

export const itemsOf = ({ app }: Device, { person }: Friend): Item[] =>
  app.windows.timelineOf(person.id).items;

/** Who lives it, among whom, and with which key; alice is whoever has the client under test. */
export type Circle = Pick<Cast, 'liar' | 'friends' | 'key'> & { alice: { id: number } };

/** How she gets in again: one of these, since nobody may have told her which. */
export interface Account {
  name: string;
  passwords: string[];
}

export interface Life {
  cast: Circle;
  device: Device;
  account: Account;
  written: Written;
  /** Of this life alone; `or` is what it was corrected to. */
  typed: { friend: Friend; text: string; or?: string }[];
  /** What she wanted to be deleted: if it is given again, it is shown as that. */
  removed: Set<number>;
  /** The conversations as they were read last. */
  seen: Map<Friend, Item[]>;
  faults: string[];
  /** What of hers no server may ever read, beside her texts. */
  secrets: string[];
}

export const newLife = (
  cast: Circle,
  device: Device,
  written: Written,
  account: Account = { name: 'alice', passwords: ['alice likes tea'] },
): Life => ({
  ...{ cast, device, written, account },
  ...{ typed: [], removed: new Set(), seen: new Map(), faults: [], secrets: [] },
});

/** Nobody does anything on a page that is not there. */
export const isReady = ({ device }: Pick<Life, 'device'>): boolean =>
  device.app.screen.phase.value === 'ready' && device.left.length === 0;

/** The page tells whoever wished for it; it must be able to. */
export const attempt = (life: Life, act: () => Promise<unknown>): void => {
  act().catch((error: unknown) => {
    if (error instanceof Error) return;
    life.faults.push(`threw ${String(error)}`);
  });
};

/** A wish of a person, which may go wrong, or come to no end. */
export const wish = (life: Life, act: () => Promise<unknown>): void => {
  if (isReady(life)) attempt(life, act);
};

export const send = async (life: Life, friend: Friend, reply_to: number | null = null) => {
  const text = note(
    life.written.typed,
    friend.person.id,
    next(`${MARKER} to ${friend.person.username}`),
  );
  life.typed.push({ friend, text });
  const { drafts, actions } = life.device.app;
  const about = String(friend.person.id);
  await drafts.write(about, text);
  const { sent } = await actions.send(friend.person.id, text, reply_to, about);
  await sent;
};

export const sentBy = (life: Life, friend: Friend): Item[] =>
  itemsOf(life.device, friend).filter(
    ({ sender_id, state, trouble }) =>
      sender_id === life.cast.alice.id && state === 'sent' && trouble === null,
  );

const change = async (life: Life): Promise<void> => {
  const { actions, uploads } = life.device.app;
  // Where there are fewer, somebody has the part of another.
  const [bob] = life.cast.friends;
  if (!bob) throw new Error('a friend');
  const [, carol = bob, dave = bob, erin = carol] = life.cast.friends;
  for (const friend of new Set([carol, erin])) {
    const own = sentBy(life, friend).findLast(({ file }) => file === null);
    const text = next(`${MARKER} corrected to ${friend.person.username}`);
    note(life.written.typed, friend.person.id, text);
    for (const typed of life.typed) if (typed.text === own?.text) typed.or = text;
    if (own) wish(life, () => actions.edit(own, text));
  }
  const theirs = itemsOf(life.device, dave).findLast(
    ({ sender_id }) => sender_id === dave.person.id,
  );
  if (theirs) {
    const now = () => itemsOf(life.device, dave).find(({ id }) => id === theirs.id) ?? theirs;
    wish(life, () => actions.react(theirs, '❤️').then(() => actions.react(now(), '❤️')));
    wish(life, () => send(life, dave, theirs.id));
  }
  const file = itemsOf(life.device, bob).findLast((each) => each.file !== null)?.file;
  if (file) wish(life, () => uploads.fileUrl(file));
  const bytes = new Blob([`${MARKER} in a file`], { type: 'text/plain' });
  const chosen = { blob: bytes, name: `${MARKER}.txt`, type: 'text/plain' };
  wish(life, () => actions.sendFile(erin.person.id, chosen).then(({ sent }) => sent));
  await life.device.idle();
  const gone = sentBy(life, dave).at(0);
  if (!gone) return;
  life.typed = life.typed.filter(({ text, or }) => ![text, or].includes(gone.text));
  life.removed.add(gone.id);
  wish(life, () => actions.removeMessage(gone));
};

export const start = async (life: Life): Promise<void> => {
  const { device, cast } = life;
  attempt(life, device.app.session.start);
  await device.idle();
  // What did not answer is asked again after a while.
  if (isReady(life)) return;
  cast.liar.release();
  await device.pass(10_000);
};

export const openLife = async (cast: Cast, written: Written, kept: Kept): Promise<Life> => {
  const life = newLife(cast, newDevice(cast.liar, kept), written);
  await start(life);
  return life;
};

/** Each conversation is looked at, down to its end. */
export const openAll = async (life: Life): Promise<void> => {
  const { cast, device } = life;
  const { actions, receipts } = device.app;
  for (const { person } of cast.friends) {
    wish(life, () => actions.openConversation(person.id));
  }
  await device.idle();
  for (const friend of cast.friends) {
    const newest = itemsOf(device, friend).findLast(({ id }) => id > 0);
    if (newest) receipts.saw(friend.person.id, newest.id);
  }
};

/** Reading, writing, answering, changing. */
export const talk = async (cast: Cast, written: Written, kept: Kept): Promise<Life> => {
  const life = await openLife(cast, written, kept);
  const { idle } = life.device;
  await openAll(life);
  await Promise.all([friendsSpeak(life), friendsAreThere(life)]);
  await idle();
  for (const friend of cast.friends) wish(life, () => send(life, friend));
  await idle();
  await change(life);
  await idle();
  return life;
};
