// Keys, comparisons, names and passwords of people, and carol, who comes by a link.
import type { Act, Circle } from './circle';
import { befriend, decide, online, reopen, signUp } from './people';

/** Nobody changes keys a thousand times: from so many on the next is half as likely, and so on. */
const keys_often = 16;

export const createTrust = ({ pick, people, random, record, server }: Circle) => {
  const compare: Act = async (one) => {
    const [seat, friend] = [pick(online(one)), pick(one.friends)];
    // She compares with care: only the key that her friend has now.
    const theirs = (online(friend)[0] ?? friend.seats[0])?.device.app.keys.ownKeyId();
    if (seat === undefined) return;
    const { actions, keys } = seat.device.app;
    const number = await actions.safetyNumber(friend.id);
    if (!number || number.key_id !== theirs || keys.mustDecide(friend.id)) return;
    await actions.compared(friend.id, number.key_id);
    decide(one, friend, 'compared', number.key_id);
  };
  const changeKey: Act = async (one) => {
    const seat = pick(online(one));
    if (seat === undefined || random(1 + Math.floor(one.keys / keys_often)) > 0) return;
    one.keys += 1;
    await seat.device.app.session.changeKey();
  };
  const rename: Act = async (one) => {
    const seat = pick(online(one));
    if (seat === undefined) return;
    one.names += 1;
    const username = `somebody${random(1e9)}`;
    await seat.device.app.account.rename({ username, email: one.email });
  };
  const changePassword: Act = async (one) => {
    const seat = pick(online(one));
    // A restore would give back the one of before.
    if (seat === undefined || record.isSaved() || random(2) > 0) return;
    const next = `${one.email} likes ${random(1e9)}`;
    await seat.device.app.session.changePassword(one.password, next);
    one.password = next;
    // All other sessions are over.
    for (const other of one.seats.filter((each) => each !== seat)) {
      other.wasEnded = true;
      if (other.line.isCut) continue;
      await other.device.settled();
      await reopen(server, one, other);
    }
  };
  /** Carol comes by a link of somebody's, once. */
  const invite: Act = async (one) => {
    const seat = pick(online(one));
    if (people.length > 2 || seat === undefined) return;
    const { device } = seat;
    const made = await device.app.people.invite();
    const path = device.app.people.linkOf(made).replace(/^https?:\/\/[^/]+/, '');
    const carol = await signUp(server, 'carol', path);
    await device.idle();
    befriend(one, carol);
    people.push(carol);
    await Promise.all([device.idle(), carol.seats[0]?.device.idle()]);
    decide(one, carol, 'link', carol.seats[0]?.device.app.keys.ownKeyId());
    decide(carol, one, 'link', device.app.keys.ownKeyId());
  };
  return { compare, changeKey, rename, changePassword, invite };
};
