// What all devices of random lives have to agree about: every word stands in its conversation once,
// nothing that was deleted stands anywhere, and whoever looks at the same sees the same.
import type { Item } from '../../../src/web/model/messages/item';
import type { Circle } from './circle';
import { clearTexts } from './kept-here';
import type { Seat, Someone } from './people';
import { online } from './people';
import type { Said } from './record';
import { ofSearch } from './searching';
import { itemsOf, openConversation } from './talk';

/** As far back as conversations are compared. */
const looked_back = 25;

const reactionsOf = ({ reactions }: Item): string =>
  reactions
    .map(({ emoji, user_ids }) => `${emoji}${[...user_ids].sort((a, b) => a - b)}`)
    .sort()
    .join(' ');

const lineOf = (item: Item): string =>
  [
    `${item.id} by ${item.sender_id}: ${item.text}`,
    `${item.isRead ? 'read' : 'unread'} ${item.edited_at ? 'edited' : ''}`,
    `${item.isForwarded ? 'forwarded' : ''} ${item.album?.id ?? ''} ${item.album?.n ?? ''}`,
    `${item.reply_to ?? ''} ${item.expires_in ?? ''} ${item.file?.name ?? ''} ${reactionsOf(item)}`,
  ].join(' | ');

/** What the list of conversations says of each; who left, and notes, are empty only where they are open. */
const listOf = ({ device }: Seat): string[] =>
  device.app.conversations.list.value
    .filter(({ friend, preview }) => preview || device.app.people.friendOf(friend.id))
    .map(({ friend, preview, unread_count, pinned, archived, unread, isSilent }) =>
      JSON.stringify({
        ...{ of: friend.id, id: preview?.id, text: preview?.text, unread_count },
        ...{ pinned, archived, unread, isSilent },
        lifetime: device.app.lifetimes.of(friend.id),
        nickname: device.app.keys.nicknames.value[friend.id] ?? '',
      }),
    )
    .sort();

const difference = (what: string, one: string[], other: string[]): string[] => {
  const [here, there] = [new Set(one), new Set(other)];
  const only = [
    ...one.filter((line) => !there.has(line)).map((line) => `here: ${line}`),
    ...other.filter((line) => !here.has(line)).map((line) => `there: ${line}`),
  ];
  return only.length > 0 ? [`${what} differs`, ...only.slice(0, 6)] : [];
};

/** All devices of a person show the same list. */
export const ofLists = (people: Someone[]): string[] =>
  people.flatMap((one) => {
    const [first, ...others] = online(one);
    if (first === undefined) return [];
    return others.flatMap((other) =>
      difference(`the list of ${one.email}`, listOf(first), listOf(other)),
    );
  });

/** Each word is there once, or is not there any more. */
const ofWords = ({ record }: Circle, one: Someone, items: Item[], all: Said[]): string[] => {
  const texts = items.map(({ text }) => text);
  const stands = ({ texts: versions }: Said) => versions.some((text) => texts.includes(text));
  const twice = texts.filter((text, at) => text !== '' && texts.indexOf(text) !== at);
  const missing = all.filter((said) => record.placeOf(said, one.id) === 'there' && !stands(said));
  // One that does not open stands there without its text.
  const lost = missing.slice(items.filter(({ trouble }) => trouble !== null).length);
  const back = all.filter((said) => record.placeOf(said, one.id) === 'gone' && stands(said));
  return [
    ...twice.map((text) => `twice: ${text}`),
    ...lost.map(({ texts: [text] }) => `lost: ${text}`),
    ...back.map(({ texts: [text] }) => `deleted or over, and there: ${text}`),
  ];
};

const ofDrafts = (one: Someone, { device, drafts }: Seat): string[] =>
  [one, ...one.friends].flatMap(({ id }) => {
    const read = device.app.drafts.read(String(id)) || undefined;
    return read === drafts.get(id) ? [] : [`the draft is ${read}, not ${drafts.get(id)}`];
  });

const inOrder = (items: Item[]): boolean =>
  items.every(({ id }, at) => at === 0 || id > (items[at - 1]?.id ?? 0));

/** Every conversation is opened everywhere, as its end shows it. */
export const ofConversations = async (circle: Circle): Promise<string[]> => {
  const { record, people } = circle;
  const found: string[] = [];
  /** Of each message what it looked like first, by its id. */
  const looks = new Map<number, string>();
  for (const one of people) {
    for (const seat of online(one)) {
      const faults = [...ofDrafts(one, seat), ...clearTexts(seat.device)];
      for (const friend of [one, ...one.friends]) {
        await openConversation(seat, friend);
        await seat.device.app.actions.toEnd(friend.id);
        await seat.device.idle();
        const said = record.between(one, friend).slice(-looked_back);
        const words = () => ofWords(circle, one, itemsOf(seat, friend), said);
        // What waited for a line stands below what was said after it.
        const more = () => seat.device.app.windows.timelineOf(friend.id).next_before !== null;
        while (words().length > 0 && more()) await seat.device.app.pages.older(friend.id);
        const items = itemsOf(seat, friend);
        faults.push(...words());
        if (!inOrder(items)) faults.push('out of order');
        faults.push(...(await ofSearch(circle, one, seat, friend)));
        for (const item of items.slice(-looked_back).filter(({ trouble }) => trouble === null)) {
          const known = looks.get(item.id) ?? lineOf(item);
          looks.set(item.id, known);
          if (known !== lineOf(item)) faults.push(`differs: ${known}`, `and here: ${lineOf(item)}`);
        }
      }
      if (faults.length > 0)
        found.push(`${one.email}, device ${one.seats.indexOf(seat)}`, ...faults);
    }
  }
  return found;
};
