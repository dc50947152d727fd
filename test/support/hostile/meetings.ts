// People who come into alice's life and leave it: by her link and theirs, by asking and being asked,
// removed, blocked.
import type { Cast, Friend } from './cast';
import { newDevice } from './cast';
import { says } from './friends';
import type { Life } from './life';
import { newLife, openAll, send, start, wish } from './life';
import type { Scene } from './scenes';
import type { Strangers } from './strangers';
import { asBefore, confirmGuest, follow, joined, leaves, linkBy } from './strangers';

/** She answers, asks, takes back, removes and blocks. */
const answers = async (life: Life, { gina, hank, jane, kate, luke, nick }: Strangers) => {
  const { people } = life.device.app;
  const requestBy = ({ person }: typeof gina) =>
    people.requests.value.find(({ user }) => user.id === person.id);
  wish(life, people.load);
  await life.device.idle();
  for (const [who, action] of [
    [gina, 'accept'],
    [hank, 'reject'],
  ] as const) {
    const request = requestBy(who);
    if (request) wish(life, () => people.answer(request, action));
    await life.device.idle();
  }
  wish(life, () => people.ask(jane.person.id, 'hello'));
  await life.device.idle();
  wish(life, async () => {
    const sent = (await people.sent()).find(({ user }) => user.id === jane.person.id);
    if (sent) await people.takeBack(sent.request_id);
  });
  await life.device.idle();
  const friendOf = ({ person }: typeof gina) => people.friendOf(person.id);
  const [removed, blocked] = [friendOf(kate), friendOf(luke)];
  if (removed) wish(life, () => people.unfriend(removed));
  if (blocked) wish(life, () => people.blocks.block(blocked));
  await life.device.idle();
  wish(life, () => people.blocks.unblock(luke.person.id));
  // Somebody asks, and thinks better of it.
  const asked = await nick.person.post('/friends/request', { user_id: life.cast.alice.id });
  await nick.person.delete(`/friends/request/${asked.body.data?.request_id}`);
  await life.device.idle();
};

/** By her own link mary comes, who proves her key. */
const invites = async (life: Life, { mary }: Strangers): Promise<void> => {
  const { people } = life.device.app;
  let path = '';
  wish(life, async () => {
    path = people.linkOf(await people.invite()).replace(/^https?:\/\/[^/]+/, '');
  });
  await life.device.idle();
  if (path.includes('#')) await follow(mary, path, life.cast.alice.id);
  await life.device.idle();
};

let count = 0;

/** Of the life before, by the cast that they were in; whoever was recorded stays. */
const former = new WeakMap<Strangers, Friend[]>();

/**
 * Whom alice writes to is new to her each time: her vault is, too. Those of the life before are gone with
 * all that they wrote, or each life would have three conversations more than that before.
 */
const newFaces = async ({ url, strangers }: Cast): Promise<Strangers> => {
  count += 1;
  for (const friend of former.get(strangers) ?? []) await leaves(friend);
  const come = (name: 'gina' | 'ivan' | 'mary') =>
    joined(url, `${name}${count}`, strangers[name].state);
  const [gina, ivan, mary] = await Promise.all([come('gina'), come('ivan'), come('mary')]);
  former.set(strangers, former.has(strangers) ? [gina, ivan, mary] : []);
  return { ...strangers, gina, ivan, mary };
};

export const meet: Scene = async (cast) => {
  const kept = await cast.before();
  const { alice } = cast;
  const strangers = await newFaces(cast);
  const { gina, ivan, mary } = strangers;
  await asBefore(alice, strangers);
  const link = await linkBy(ivan);
  return async (written) => {
    const circle = { ...cast, friends: [gina, ivan, mary] };
    const life = newLife(circle, newDevice(cast.liar, kept, link.path), written);
    await start(life);
    const { invitation, people } = life.device.app;
    const invited = invitation.invited.value;
    const inviter = invited?.inviter;
    if (invited && inviter) wish(life, () => people.acceptInvite(invited.link, inviter.id));
    await life.device.idle();
    await answers(life, strangers);
    await invites(life, strangers);
    await confirmGuest(ivan, link);
    await life.device.idle();
    await openAll(life);
    for (const friend of circle.friends) {
      const theirs: { id: number }[] = (await friend.person.get('/friends')).body.data;
      if (theirs.some(({ id }) => id === alice.id)) await says({ cast: circle, written }, friend);
      if (people.friendOf(friend.person.id)) wish(life, () => send(life, friend));
    }
    await life.device.idle();
    return life;
  };
};
