// What reaches somebody who is not looking: notifications, and what was read without a line.
import { says } from './friends';
import type { Life } from './life';
import { itemsOf, wish } from './life';

/** Notifications are wanted, tried and given up again. */
export const notify = async (life: Life): Promise<void> => {
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

/** It is told with the next line. */
export const readLater = async (life: Life): Promise<void> => {
  const [bob] = life.cast.friends;
  if (!bob) return;
  await says(life, bob);
  await life.device.idle();
  await life.device.loseLine();
  const newest = itemsOf(life.device, bob).findLast(({ id }) => id > 0);
  if (newest) life.device.app.receipts.saw(bob.person.id, newest.id);
  await life.device.pass(10_000);
};
