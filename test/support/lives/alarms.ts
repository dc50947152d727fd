// What counts as an alarm when the server is honest: everything that a person is warned of, asked
// about or shown as broken though nothing happened that calls for it.
import type { Trouble } from '../../../src/web/model/messages/item';
import type { Seat, Someone } from './people';
import { decide, online } from './people';

/** Any line above everything, but the one of a restore that this device had not heard of. */
const ofNotices = ({ device, restores, wasEnded }: Seat, restored: number): string[] =>
  device.app.notices.notices.value
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'wentBack' || restores === restored)
    // What was done without a line may be too late.
    .filter((kind) => kind !== 'changeRefused' && kind !== 'editOvertaken')
    .filter((kind) => kind !== 'sessionEnded' || !wasEnded)
    .map((kind) => `a notice: ${kind}`);

/**
 * Messages that do not open, are not from a known key, or stay here though nobody is asked. Whoever is
 * asked about a key that really changed reads what is under it afterwards; a key that came and went while
 * somebody had no line is never learnt, and one that only devices without a line know, since a restore took
 * it out of the server's vault, is not known to the others.
 */
const ofMessages = ({ device, read, met }: Seat, friend: Someone): string[] => {
  const isAsked = device.app.keys.mustDecide(friend.id);
  const isNews = friend.keys > (read.get(friend.id)?.keys ?? 0);
  const isMet = (key_id: string) => met.get(friend.id)?.has(key_id) === true;
  const waits = ({ reason, key_id }: Trouble) =>
    reason === 'unknown_key' && ((isAsked && isNews) || !isMet(key_id ?? ''));
  return device.app.windows
    .timelineOf(friend.id)
    .items.filter(({ trouble, state }) =>
      trouble === null ? state === 'failed' && !isAsked : !waits(trouble),
    )
    .map(
      ({ id, trouble, failure }) => `message ${id} is ${trouble?.reason ?? `not sent: ${failure}`}`,
    );
};

/** A key: a line or a question though it stayed the same, or two keys of one friend. */
const ofKey = ({ device, read }: Seat, friend: Someone): string[] => {
  const { keys, pins } = device.app;
  const pin = pins.pinOf(friend.id);
  const isNews = friend.keys > (read.get(friend.id)?.keys ?? 0);
  const news = pin?.news ?? [];
  return [
    ...(pin?.disputed ? ['two keys of one friend'] : []),
    ...(news.includes('link') ? ['a link that proves nothing'] : []),
    ...(news.includes('former') ? ['former keys of a friend who was pinned from the start'] : []),
    ...(news.includes('key') && !isNews ? ['a changed key that did not change'] : []),
    ...(keys.mustDecide(friend.id) && !isNews ? ['a question about a key that stayed'] : []),
  ];
};

/** A name: a line though the friend is called as before. */
const ofName = ({ device, read }: Seat, friend: Someone): string[] => {
  const pinned = device.app.pins.pinOf(friend.id)?.name.username ?? '';
  const now = device.app.people.friendOf(friend.id)?.username ?? '';
  const isLine = pinned !== '' && now !== '' && pinned !== now;
  const isNews = friend.names > (read.get(friend.id)?.names ?? 0);
  return isLine && !isNews ? [`${pinned} is called ${now} without having changed it`] : [];
};

/** A mark of trust: gone, or at another key, though only a press takes it away. */
const ofMark = ({ device }: Seat, me: Someone, friend: Someone): string[] => {
  const mark = me.marks.get(friend.id);
  const pin = device.app.pins.pinOf(friend.id);
  if (!mark?.how) return [];
  const isThere = pin?.how === mark.how && pin.key_id === mark.key_id;
  return isThere ? [] : [`the mark ${mark.how} is lost: ${pin?.how}`];
};

/** On one device of somebody's, about one friend. */
export const alarmsOf = (seat: Seat, me: Someone, friend: Someone, restored: number): string[] => [
  ...ofNotices(seat, restored),
  ...ofMessages(seat, friend),
  ...ofKey(seat, friend),
  ...ofName(seat, friend),
  ...ofMark(seat, me, friend),
];

/** Of several one that reaches the server knows it. */
const newestOf = (one: Someone) => (online(one)[0] ?? one.seats[0])?.device.app;
const currentKeyOf = (one: Someone) => newestOf(one)?.keys.ownKeyId();
const currentNameOf = (one: Someone) => newestOf(one)?.account.me.value?.username;

/** Whoever comes back may have a newer key than those who are there, which a restore took from them. */
export const countKeys = (one: Someone): void => {
  const key = online(one).length > 0 ? currentKeyOf(one) : undefined;
  if (key === undefined || key === one.key) return;
  one.key = key;
  one.keys += 1;
};

/** Ending its session wiped what was kept there. */
const isWiped = ({ device }: Seat): boolean =>
  device.app.notices.notices.value.some(({ kind }) => kind === 'sessionEnded');

/** What can be known of a friend by now: whoever has a line shares it with all who have one. */
export const meet = (me: Someone, friend: Someone): void => {
  const here = online(me);
  const kept = here.filter((seat) => !isWiped(seat));
  const all = [me, ...kept].flatMap(({ met }) => [...(met.get(friend.id) ?? [])]);
  const isPinned = here.some(({ device }) => device.app.pins.pinOf(friend.id) !== undefined);
  const known = new Set(isPinned ? [...all, currentKeyOf(friend) ?? ''] : all);
  if (here.length > 0) for (const { met } of [me, ...here]) met.set(friend.id, new Set(known));
  // The same of what was decided: the latest decision that a vault with a line has.
  const marks = [me, ...kept].flatMap((each) => each.marks.get(friend.id) ?? []);
  const latest = marks.sort((one, other) => other.at - one.at)[0];
  if (latest) for (const each of [me, ...here]) each.marks.set(friend.id, latest);
};

/** Every line is read and every question answered, as people do; says if there was any. */
export const readLines = async (
  { device, read }: Seat,
  me: Someone,
  friend: Someone,
): Promise<boolean> => {
  const { actions, keys, people, pins } = device.app;
  const isAsked = keys.mustDecide(friend.id);
  if (isAsked) {
    const key = await keys.peerKey(friend.id, true);
    if (key) {
      decide(me, friend, null, key.key_id);
      await actions.acceptKey(friend.id, key.key_id);
    }
  }
  const pin = pins.pinOf(friend.id);
  const isCalled = pin?.name.username === people.friendOf(friend.id)?.username;
  const isTold = pin !== undefined && ((pin.news?.length ?? 0) > 0 || !isCalled);
  if (pin !== undefined && isTold) {
    await keys.press(friend.id, { line: 'key', key_id: pin.key_id });
    await keys.press(friend.id, { line: 'former' });
    await keys.press(friend.id, { line: 'name', name: people.nameOf(friend.id) });
  }
  if (isAsked || isTold) await device.idle();
  const before = read.get(friend.id) ?? { keys: 0, names: 0 };
  const pinned = pins.pinOf(friend.id)?.key_id;
  // After a restore the server names an older one until a device that has the newest is there again.
  const isNamedNow = online(friend).length > 0 || keys.peerKeys.value[friend.id]?.key_id === pinned;
  const isNewest = pinned === currentKeyOf(friend) && isNamedNow;
  const isNamed = people.friendOf(friend.id)?.username === currentNameOf(friend);
  read.set(friend.id, {
    keys: isNewest ? friend.keys : before.keys,
    names: isNamed ? friend.names : before.names,
  });
  return isAsked || isTold;
};
