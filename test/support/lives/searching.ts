// What the search of a device finds: every word that stands there, and none that is gone.
import type { Circle } from './circle';
import type { Seat, Someone } from './people';
import { itemsOf } from './talk';

/** Of the conversation that is open there, with the newest messages in sight. */
export const ofSearch = async (
  { record }: Circle,
  one: Someone,
  seat: Seat,
  friend: Someone,
): Promise<string[]> => {
  const { search } = seat.device.app;
  if (!search.isPossible()) return [];
  // What just came is written, and found, a moment later.
  await seat.device.pass(1_000);
  const finds = async (text: string): Promise<boolean> => {
    await search.ask({ text, friend_id: friend.id });
    return search.found.value.some(({ item }) => item.text === text);
  };
  const found: string[] = [];
  const shown = itemsOf(seat, friend).findLast(({ trouble }) => trouble === null);
  if (shown && !(await finds(shown.text))) found.push(`there, and not found: ${shown.text}`);
  const isGone = (said: { places: Map<number, string> }) => said.places.get(one.id) === 'gone';
  const gone = record.between(one, friend).findLast(isGone)?.texts ?? [];
  for (const text of gone) if (await finds(text)) found.push(`gone, and found: ${text}`);
  await search.end();
  return found;
};
