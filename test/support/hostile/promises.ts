// What holds whatever the server says. Each gives what is untrue of a life, a line each.

import type { Item } from '../../../src/web/model/messages/item';
import type { Friend } from './cast';
import type { Life } from './life';
import { isReady } from './life';
import { openedBy } from './opened';
import { readBack, seenOf } from './reading';
import type { Bag } from './ways';
import { MARKER } from './written';

/** A line about this friend stays before alice until she has read it. */
const isTold = ({ device }: Life, { person }: Friend): boolean =>
  device.app.keys.isKeyChanged(person.id) ||
  device.app.pins.pinOf(person.id)?.news?.includes('key') === true;

/** Nothing of hers can be read by the server, but what went to somebody only met, with a line. */
export const unread = async (life: Life, bag: Bag): Promise<string[]> => {
  const { cast, secrets } = life;
  const plain = cast.liar.said.flatMap(({ what, text }) =>
    [MARKER, ...secrets]
      .filter((secret) => secret !== '' && text.includes(secret))
      .map(() => `${what} is readable: ${text.slice(0, 200)}`),
  );
  const isMeant = (to: number): boolean => {
    const friend = cast.friends.find(({ person }) => person.id === to);
    if (friend?.state === 'first contact') return true;
    return friend?.state === 'met' && isTold(life, friend);
  };
  const opened = (await openedBy(life, bag)).filter(({ to }) => !isMeant(to));
  return [
    ...plain,
    ...opened.map(({ what, to }) => `${what} is open to the server, for ${nameOf(life, to)}`),
  ];
};

const nameOf = ({ cast }: Life, id: unknown): string =>
  cast.friends.find(({ person }) => person.id === id)?.person.username ?? `${id}`;

/** What stands under a name was written by that person, in that conversation, and stands there once. */
export const genuine = (life: Life): string[] => {
  const { cast, written } = life;
  // Whoever the server says that she is: what she writes here is her own.
  const own = new Set([cast.alice.id, life.device.app.account.userId()]);
  return cast.friends.flatMap((friend) => {
    const { id, username } = friend.person;
    const shown = seenOf(life, friend).filter(
      ({ trouble, isSealed, text }) => trouble === null && isSealed && text !== '',
    );
    const preview = life.device.app.conversations.list.value.find((each) => each.friend.id === id);
    const all = [...shown, ...(preview?.preview?.isSealed ? [preview.preview] : [])];
    const false_ = all.filter(({ sender_id, text }) => {
      const by = own.has(sender_id) ? written.typed : written.said;
      return text !== '' && !by.get(id)?.includes(text);
    });
    const texts = shown.map(({ text }) => text);
    const twice = texts.filter((text, at) => texts.indexOf(text) !== at);
    return [
      ...false_.map(({ text }) => `under ${username} stands what was not written: ${text}`),
      ...twice.map((text) => `twice under ${username}: ${text}`),
    ];
  });
};

/** A mark of trust stands at the person and the key that it was given to. */
export const trusted = ({ cast, device }: Life): string[] =>
  cast.friends.flatMap(({ person, state, key_id }) => {
    const pin = device.app.pins.pinOf(person.id);
    if (pin === undefined || pin.how === 'first') return [];
    const isEarned = state === 'by link' || state === 'compared';
    const name = device.app.people.friendOf(person.id)?.username;
    const isNamed = name === undefined || name === person.username || name === '';
    return [
      ...(isEarned ? [] : [`${person.username} is marked as ${pin.how}`]),
      ...(pin.key_id === key_id ? [] : [`the mark of ${person.username} is at another key`]),
      ...(isNamed ? [] : [`the mark of ${person.username} stands at ${name}`]),
    ];
  });

/** What she wrote is in the conversation, in the outbox, or in the composer. */
export const unlost = async (life: Life): Promise<string[]> => {
  const { device, typed } = life;
  const unsent = JSON.stringify(await device.kept.store.allUnsent());
  const drafts = JSON.stringify(await device.kept.store.allDrafts());
  const lost = [];
  for (const { friend, text, or } of typed) {
    const typing = device.app.drafts.read(String(friend.person.id));
    if (typing === text || unsent.includes(text) || drafts.includes(text)) continue;
    const isShown = (read: Item[]) => read.some((item) => [text, or].includes(item.text));
    await readBack(life, friend, isShown);
    if (!isShown(seenOf(life, friend))) lost.push(`lost: ${text}`);
  }
  return lost;
};

/** What does not open though it was written for her, and nobody is asked about its key. */
export const unopened = (life: Life): string[] => {
  const { keys } = life.device.app;
  const isMeant = ({ id, trouble }: Item) =>
    trouble?.reason === 'deleted_before' && life.removed.has(id);
  return life.cast.friends.flatMap((friend) => {
    const isAsked = keys.mustDecide(friend.person.id);
    return seenOf(life, friend)
      .filter(({ trouble }) => trouble !== null && !(isAsked && trouble.reason === 'unknown_key'))
      .filter((item) => !isMeant(item))
      .map(({ id, trouble }) => `under ${friend.person.username} ${id} is ${trouble?.reason}`);
  });
};

/** What stood in each conversation before, and is not found on the device without the server. */
export const unkept = async (before: Life, away: Life): Promise<string[]> => {
  if (!isReady(before)) return [];
  if (!isReady(away)) return [`does not open: ${away.device.app.screen.phase.value}`];
  const gone = [];
  for (const friend of before.cast.friends) {
    const stood = seenOf(before, friend).filter(({ id, trouble }) => id > 0 && trouble === null);
    await readBack(away, friend, (read) => {
      const here = new Set(read.map(({ id }) => id));
      return stood.every(({ id }) => here.has(id));
    });
    const kept = seenOf(away, friend);
    for (const { id, text } of stood) {
      if (kept.some((item) => item.text === text)) continue;
      const instead = kept.find((item) => item.id === id);
      const now = instead ? `, now ${instead.trouble?.reason ?? instead.text}` : '';
      gone.push(`under ${friend.person.username} is gone ${id}: ${text}${now}`);
    }
  }
  return gone;
};

/** Whatever is found was written by whom it is said to be, and what is shown is found. */
export const searched = async (life: Life): Promise<string[]> => {
  const { app, idle } = life.device;
  if (!isReady(life)) return [];
  const found = [];
  for (const word of [MARKER, 'says', 'corrects']) {
    void app.search.ask({ text: word });
    await idle();
    found.push(...app.search.found.value);
  }
  await app.search.end();
  const wrong = found.filter(({ friend_id, item }) => {
    const isOwn = item.sender_id === life.cast.alice.id;
    const by = isOwn ? life.written.typed : life.written.said;
    return item.text !== '' && !by.get(friend_id)?.includes(item.text);
  });
  return wrong.map(({ item }) => `found what was not written: ${item.text}`);
};
