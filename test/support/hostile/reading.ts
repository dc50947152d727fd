// Conversations as somebody reads them: where one opens, at its end, and back to what is looked for.
// Only a part of a long one is on the screen at a time.
import type { Item } from '../../../src/web/model/messages/item';
import type { Friend } from './cast';
import type { Life } from './life';
import { itemsOf } from './life';

/** More is not read back to find something. */
const steps_max = 200;

export const seenOf = ({ seen }: Life, friend: Friend): Item[] => seen.get(friend) ?? [];

const wait_ms = 5_000;
/** Nobody waits for longer: what is not there by then has come to no end. */
export const waits_max = 10;

/** A server that lies may let it come to no end. */
const settled = async (
  { device }: Life,
  waits: number,
  act: () => Promise<unknown>,
): Promise<void> => {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  act().then(over, over);
  await device.idle();
  for (let waited = 0; waited < waits && !isOver; waited += 1) await device.pass(wait_ms);
};

/** What is on the screen now, with what was read above and below it. */
const look = (life: Life, friend: Friend): void => {
  const now = itemsOf(life.device, friend);
  const ids = now.map(({ id }) => id).filter((id) => id > 0);
  const read = seenOf(life, friend).filter(({ id }) => id > 0);
  if (ids.length === 0) {
    life.seen.set(friend, [...read, ...now]);
    return;
  }
  const above = read.filter(({ id }) => id < Math.min(...ids));
  const below = read.filter(({ id }) => id > Math.max(...ids));
  life.seen.set(friend, [...above, ...now, ...below]);
};

/** What stands in each conversation, one after the other; `waits` is how long it is waited for. */
export const readAll = async (life: Life, waits = 0): Promise<void> => {
  const { actions, windows } = life.device.app;
  for (const friend of life.cast.friends) {
    const { id } = friend.person;
    life.seen.delete(friend);
    await settled(life, waits, () => actions.openConversation(id));
    look(life, friend);
    // With much that is unread it opens far above what was written last.
    if (windows.timelineOf(id).next_after === null) continue;
    await settled(life, waits, () => actions.toEnd(id));
    look(life, friend);
  }
};

/** Scrolls up, until it is found or the conversation begins. */
export const readBack = async (
  life: Life,
  friend: Friend,
  isFound: (read: Item[]) => boolean,
): Promise<void> => {
  const { pages, windows } = life.device.app;
  const { id } = friend.person;
  for (let steps = 0; steps < steps_max && !isFound(seenOf(life, friend)); steps += 1) {
    const { next_before } = windows.timelineOf(id);
    if (next_before === null) return;
    await settled(life, waits_max, () => pages.older(id));
    look(life, friend);
    // It fails, and would again.
    if (windows.timelineOf(id).next_before === next_before) return;
  }
};
