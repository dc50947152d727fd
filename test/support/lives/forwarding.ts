// What people pass on to others, and what they send together: albums and voices.
import { isForwardable } from '../../../src/web/model/messages/forwarding';
import { albumOf } from '../../../src/web/model/messages/media/album';
import type { Act, Circle } from './circle';
import type { Seat, Someone } from './people';
import { itemsOf, openConversation, said, unlessLater } from './talk';

export const createForwarding = ({ pick, random, record }: Circle) => {
  /** Some of the last, to whoever has not heard them yet; to oneself as well. */
  const forward: Act = async (one) => {
    const [seat, from] = [pick(one.seats), pick([one, ...one.friends])];
    await openConversation(seat, from);
    const items = itemsOf(seat, from).filter(isForwardable).slice(-8);
    const chosen = items.filter((_, at) => at === items.length - 1 || random(4) === 0);
    const isNew = (to: Someone) => chosen.every(({ text }) => !record.find(text, one, to));
    const to = [one, ...one.friends].filter(isNew).filter((_, at) => at === 0 || random(2) === 0);
    if (chosen.length === 0 || to.length === 0) return;
    const ids = to.map(({ id }) => id);
    const { forward: pass } = seat.device.app.actions;
    const passed = await pass(chosen, ids, random(2) === 0).catch(unlessLater);
    if (!passed) return;
    for (const friend of to) for (const { text } of chosen) record.said(seat, one, friend, text);
    await said(seat, Promise.all(passed.sent));
  };
  const show = async (seat: Seat, one: Someone, friend: Someone, type: string, count: number) => {
    const album = albumOf(count);
    for (let nth = 0; nth < count; nth += 1) {
      const text = record.next('shows');
      record.said(seat, one, friend, text);
      const file = { blob: new Blob([text], { type }), name: `${nth}`, type, text };
      const isVoice = type.startsWith('audio');
      const { sent } = await seat.device.app.actions.sendFile(friend.id, {
        ...file,
        ...(album[nth] ? { album: album[nth] } : {}),
        ...(isVoice ? { preview: 'abc', measures: { duration_s: 2 } } : {}),
      });
      await said(seat, sent);
    }
  };
  const album: Act = (one) => show(pick(one.seats), one, pick(one.friends), 'image/png', 3);
  const speak: Act = (one) => show(pick(one.seats), one, pick(one.friends), 'audio/ogg', 1);
  return { forward, album, speak };
};
