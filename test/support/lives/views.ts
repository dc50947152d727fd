// How people have their conversations: read, arranged, named, cleared, and with friends from
// whom one parts.
import type { Act, Circle } from './circle';
import { online } from './people';
import { itemsOf, openConversation } from './talk';

export const createViews = ({ pick, random, record, idle }: Circle) => {
  const read: Act = async (one) => {
    const [seat, friend] = [pick(one.seats), pick(one.friends)];
    await openConversation(seat, friend);
    const newest = itemsOf(seat, friend).at(-1);
    if (newest) seat.device.app.receipts.saw(friend.id, newest.id);
  };
  const arrange: Act = async (one) => {
    const [seat, { id }] = [pick(online(one)), pick(one.friends)];
    if (seat === undefined) return;
    const { arrangements, silences } = seat.device.app;
    const isOn = random(2) === 0;
    const acts = [
      () => arrangements.pin(id, isOn),
      () => arrangements.archive(id, isOn),
      () => arrangements.markUnread(id),
      () => silences.silence(id, isOn ? 'always' : null),
    ];
    await pick(acts)();
  };
  const nickname: Act = async (one) => {
    const [seat, { id }] = [pick(online(one)), pick(one.friends)];
    await seat?.device.app.keys.setNickname(id, pick(['', record.next('called')]));
  };
  const clear: Act = async (one) => {
    const [seat, friend] = [pick(online(one)), pick(one.friends)];
    if (seat === undefined || random(3) > 0) return;
    for (const said of record.between(one, friend)) said.places.set(one.id, 'gone');
    seat.drafts.delete(friend.id);
    await seat.device.app.actions.clearConversation(friend.id);
  };
  /** Friends part, and are friends again. */
  const part: Act = async (one) => {
    const friend = pick(one.friends);
    if ([one, friend].some(({ seats }) => seats.some(({ line }) => line.isCut))) return;
    const { people } = pick(one.seats).device.app;
    const theirs = pick(friend.seats).device.app.people;
    const known = people.friendOf(friend.id);
    if (known === undefined) throw new Error(`${one.email} misses ${friend.email}`);
    const isBlocking = random(2) === 0;
    if (isBlocking) await people.blocks.block(known);
    else await people.unfriend(known);
    await idle();
    if (isBlocking) await people.blocks.unblock(friend.id);
    await people.ask(friend.id, '');
    await idle();
    const asked = theirs.requests.value.find(({ user }) => user.id === one.id);
    if (asked === undefined) throw new Error(`${friend.email} was not asked`);
    await theirs.answer(asked, 'accept');
  };
  return { read, arrange, nickname, clear, part };
};
