// Finds a message of a conversation that is not in its window: by its id, or by its day.
import type { PageLoad } from './page-load';

export const createFindMessage = ({ ask, load }: PageLoad) => ({
  /** Loads the message into the table; false if it is not in this conversation. */
  async one(friend_id: number, id: number): Promise<boolean> {
    let isFound = false;
    await load(friend_id, { before: id + 1 }, 1, (entries) => {
      isFound = entries.some(({ item }) => item.id === id);
    });
    return isFound;
  },
  /** The first message of a day or after it; null in an empty conversation. */
  async firstSince(friend_id: number, day_ms: number): Promise<number | null> {
    const at = (number: number) => ask(friend_id, `limit=1&page=${number}`);
    const { messages, pagination } = await at(1);
    let found = messages[0]?.id ?? null;
    // Pages of one message, the newest first: the last that is not before the day.
    for (let [low, high] = [1, pagination.total]; low <= high; ) {
      const middle = Math.floor((low + high) / 2);
      const message = (await at(middle)).messages[0];
      if (message && Date.parse(message.timestamp) >= day_ms) {
        found = message.id;
        low = middle + 1;
      } else high = middle - 1;
    }
    return found;
  },
});
