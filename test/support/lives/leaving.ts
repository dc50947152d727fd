// Guests who leave for good: their account ends, and what they and their friends said goes with it, on
// both sides and on every device.
import type { Act, Circle } from './circle';
import type { Someone } from './people';
import { online } from './people';
import { itemsOf } from './talk';

/** Those who were there from the start stay. */
const stay = 2;

/** What of a friend who left is still on a device of somebody's. */
const leftOf = async ({ record }: Circle, one: Someone, gone: Someone): Promise<string[]> => {
  const found: string[] = [];
  const texts = record.between(one, gone).flatMap((said) => said.texts);
  for (const seat of online(one)) {
    const { conversations, people } = seat.device.app;
    // Where it is open it stays, empty, until it is left.
    const listed = conversations.list.value.find(({ friend }) => friend.id === gone.id);
    if (listed?.preview || people.friendOf(gone.id)) found.push(`${gone.email} is still listed`);
    const items = itemsOf(seat, gone);
    found.push(...items.map(({ text }) => `of ${gone.email} stays: ${text}`));
    const store = await seat.kept.stores.openOfflineStore(one.id);
    const kept = await store.next(gone.id, { limit: texts.length + 1 });
    store.close();
    if (kept.length > 0) found.push(`of ${gone.email} is kept: ${kept.length}`);
  }
  return found;
};

export const createLeaving = (circle: Circle) => {
  const { idle, pass, people, pick } = circle;
  const leave: Act = async () => {
    const one = people[stay];
    if (one === undefined) return;
    const { friends, seats } = one;
    const seat = pick(online(one));
    if (seat === undefined) return;
    await seat.device.app.session.erase(one.password);
    people.splice(stay, 1);
    for (const friend of friends) {
      friend.friends = friend.friends.filter((each) => each !== one);
      friend.marks.delete(one.id);
    }
    for (const { device } of seats) device.close();
    await idle();
    await pass(1_000);
    const left = await Promise.all(friends.map((friend) => leftOf(circle, friend, one)));
    if (left.flat().length > 0) throw new Error(left.flat().join('\n'));
  };
  return { leave };
};
