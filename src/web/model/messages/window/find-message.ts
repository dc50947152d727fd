// Finds a message of a conversation that is not in its window: by its id, or by its day.
import type { PageLoad } from './page-load';

/** The first message of a day or after it. */
interface DayFound {
  /** Null in an empty conversation, and if it is not kept while the server is away. */
  id: number | null;
  /** Since when it is kept (ms), if that is why there is none. */
  kept_since_ms: number | null;
}

const askSince = async (
  ask: PageLoad['ask'],
  friend_id: number,
  day_ms: number,
): Promise<number | null> => {
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
};

export const createFindMessage = ({ ask, load, elseKept }: PageLoad) => ({
  /** Loads the message into the table; false if it is not in this conversation. */
  async one(friend_id: number, id: number): Promise<boolean> {
    let isFound = false;
    await load(friend_id, { before: id + 1 }, 1, (entries) => {
      isFound = entries.some(({ item }) => item.id === id);
    });
    return isFound;
  },
  /** @throws ApiError */
  firstSince: (friend_id: number, day_ms: number): Promise<DayFound> =>
    elseKept(
      async () => ({ id: await askSince(ask, friend_id, day_ms), kept_since_ms: null }),
      async (offlineReader) => {
        const found = await offlineReader.firstSince(friend_id, day_ms);
        return found && { id: found.id, kept_since_ms: found.id === null ? found.since_ms : null };
      },
    ),
});
