// What people say to each other and do with what was said, on devices with and without a line.
import type { Item } from '../../../src/web/model/messages/item';
import { ApiError, isPassing, isRefusal } from '../../../src/web/model/net/api-error';
import type { Act, Circle } from './circle';
import { hour_ms } from './circle';
import type { Seat, Someone } from './people';

/** Nothing is asked without a line, or before a decision about a key; and somebody may be too late. */
export const unlessLater = (error: unknown): void => {
  const isWaiting = error instanceof ApiError && error.code === 'KEY_CHANGED';
  if (!isWaiting && !isPassing(error) && !isRefusal(error, 'noSuchMessage')) throw error;
};

export const openConversation = async ({ device }: Seat, friend: Someone): Promise<void> => {
  await device.app.actions.openConversation(friend.id).catch(unlessLater);
  await device.idle();
};

/** What of a conversation is on the server, as this device shows it. */
export const itemsOf = ({ device }: Seat, friend: Someone): Item[] =>
  device.app.windows.timelineOf(friend.id).items.filter(({ id }) => id > 0);

/** Of what waits for a line nobody hears the end. */
export const said = async ({ device, line }: Seat, sent: Promise<unknown>): Promise<void> => {
  await (line.isCut ? device.idle() : sent);
};

const createSaying = ({ pick, random, record }: Circle) => {
  const say = async (one: Someone, to = pick(one.friends)): Promise<void> => {
    const seat = pick(one.seats);
    const { actions } = seat.device.app;
    await openConversation(seat, to);
    const text = record.next('says');
    const reply_to = random(4) === 0 ? (itemsOf(seat, to).at(-1)?.id ?? null) : null;
    record.said(seat, one, to, text);
    await said(seat, (await actions.send(to.id, text, reply_to)).sent);
  };
  const show: Act = async (one) => {
    const [seat, friend] = [pick(one.seats), pick(one.friends)];
    const text = record.next('shows');
    record.said(seat, one, friend, text);
    const file = { blob: new Blob([text], { type: 'text/plain' }), name: 'a.txt', text };
    const { sent } = await seat.device.app.actions.sendFile(friend.id, {
      ...file,
      type: 'text/plain',
    });
    await said(seat, sent);
  };
  /** Begins a text on one device, or sends the one that was begun there. */
  const draft: Act = async (one) => {
    const [seat, friend] = [pick(one.seats), pick(one.friends)];
    const { actions, drafts } = seat.device.app;
    const [about, begun] = [String(friend.id), seat.drafts.get(friend.id)];
    if (begun === undefined) {
      const text = record.next('types');
      seat.drafts.set(friend.id, text);
      await drafts.write(about, text);
      return;
    }
    seat.drafts.delete(friend.id);
    record.said(seat, one, friend, begun);
    await said(seat, (await actions.send(friend.id, begun, null, about)).sent);
  };
  /** The page goes in the middle of it; what was kept by then is not lost. */
  const dieSaying = async (one: Someone, seat: Seat): Promise<void> => {
    const friend = pick(one.friends);
    const text = record.next('says at last');
    const words = record.said(seat, one, friend, text, 'maybe');
    const sending = seat.device.app.actions.send(friend.id, text, null);
    const kept = sending.then(({ isSaved, sent }) => {
      sent.catch(() => {});
      if (isSaved) for (const id of words.places.keys()) words.places.set(id, 'there');
    });
    kept.catch(() => {});
    for (let turns = random(40); turns > 0; turns -= 1) {
      await new Promise((next) => setImmediate(next));
    }
  };
  const note: Act = (one) => say(one, one);
  const race: Act = (one) => Promise.all([say(one), say(pick(one.friends)), say(one)]);
  return { acts: { say: (one: Someone) => say(one), show, draft, note, race }, dieSaying };
};

/** A text can be corrected for a day (contract, 5). */
const correctable_ms = 23 * hour_ms;

const createChanging = ({ pick, record, server }: Circle) => {
  /** One of the last, which somebody may still see. */
  const someItem = async (one: Someone, isMeant: (item: Item) => boolean) => {
    const [seat, friend] = [pick(one.seats), pick(one.friends)];
    await openConversation(seat, friend);
    // Nobody knows what one says that does not open.
    const all = itemsOf(seat, friend).filter((item) => item.trouble === null && isMeant(item));
    const item = all.length > 0 ? pick(all.slice(-8)) : undefined;
    return { seat, item, said: item && record.find(item.text, one, friend) };
  };
  const edit: Act = async (one) => {
    const isOwnText = ({ sender_id, file, at }: Item) =>
      sender_id === one.id && file === null && server.time.now() - Date.parse(at) < correctable_ms;
    const { seat, item, said } = await someItem(one, isOwnText);
    if (item === undefined) return;
    const text = record.next('corrects');
    said?.texts.push(text);
    await seat.device.app.actions.edit(item, text).catch(unlessLater);
  };
  const react: Act = async (one) => {
    const { seat, item } = await someItem(one, () => true);
    if (item) await seat.device.app.actions.react(item, pick(['❤️', '👍'])).catch(unlessLater);
  };
  /** Her own goes for both, another's for her alone; now, or after a while in which it can be undone. */
  const remove: Act = async (one) => {
    const { seat, item, said } = await someItem(one, () => true);
    if (item === undefined) return;
    const { actions } = seat.device.app;
    const ids = item.sender_id === one.id ? [...(said?.places.keys() ?? [])] : [one.id];
    const goes = () => {
      for (const id of ids) said?.places.set(id, 'gone');
    };
    const how = pick(['now', 'later', 'undone']);
    if (how === 'now') await actions.removeMessage(item);
    else {
      const undo = await actions.removeLater([item]);
      if (how === 'undone') return undo();
      await seat.device.pass(10_000);
    }
    if (!seat.line.isCut) return goes();
    for (const id of ids) said?.places.set(id, 'maybe');
    seat.owed.push(goes);
    return undefined;
  };
  return { edit, react, remove };
};

export const createTalk = (circle: Circle) => {
  const { acts, dieSaying } = createSaying(circle);
  return { acts: { ...acts, ...createChanging(circle) }, dieSaying };
};
