// A page of a conversation's history: asked for, and brought into the table with the ids that it
// speaks for.

import type { HistoryAnswer } from '../../net/answers';
import { answers } from '../../net/answers';
import type { Api } from '../../net/api';
import { isPassing } from '../../net/api-error';
import type { Range } from '../change';
import type { ChangeQueue } from '../change-queue';
import type { OfflineReader } from '../offline/reader';
import type { Entry, MessageTable } from '../table';

export type Pagination = HistoryAnswer['pagination'];

/** Bounds a page on one side; neither is the newest page. */
interface Cursor {
  before?: number;
  after?: number;
}

type Arrange = (entries: Entry[], pagination: Pagination) => void;

interface Needs {
  api: Api;
  changes: ChangeQueue;
  offlineReader: OfflineReader;
  table: MessageTable;
  /** There is no connection: nobody waits for an answer that will not come. */
  isAway: () => boolean;
}

/** A page of this device speaks for no ids: the server may know better. */
const NO_RANGE: Range = { from: 1, to: 0 };

/** `known_id` is the newest that was known before the page was asked for: it must be in it. */
const rangeOf = (ids: number[], { before, after }: Cursor, page: Pagination, known_id: number) => {
  const [oldest, newest] = [Math.min(...ids), Math.max(0, ...ids)];
  const end = (page.next_after ?? null) === null ? Math.max(newest, known_id) : newest;
  const start = page.next_before === null ? 0 : oldest;
  return {
    from: after === undefined ? start : after + 1,
    to: before === undefined ? end : before - 1,
  };
};

const isAtEnd = ({ before }: Cursor, { next_after }: Pagination): boolean =>
  before === undefined && (next_after ?? null) === null;

type Meanwhile = (friend_id: number, range: Range) => Entry[];

/** False if nothing of it is kept on this device. */
const createKeptLoad = ({ changes, offlineReader, table }: Needs, meanwhile: Meanwhile) => {
  return async (
    friend_id: number,
    cursor: Cursor,
    limit: number,
    arrange: Arrange,
  ): Promise<boolean> => {
    const asked = table.now();
    const page = await offlineReader.page(friend_id, cursor, limit);
    if (page === null) return false;
    const { messages, pagination } = page;
    const to = messages[0]?.id ?? cursor.after ?? 0;
    await changes.apply({
      type: 'page',
      friend_id,
      messages: messages.toReversed(),
      range: NO_RANGE,
      asked,
      isKept: true,
      arrange(entries) {
        const rest = isAtEnd(cursor, pagination) ? meanwhile(friend_id, { from: 0, to }) : [];
        arrange([...entries, ...rest], pagination);
      },
    });
    return true;
  };
};

/** Of the server, or, if it is not reached, of what this device keeps; null if it keeps nothing. */
const createElseKept =
  ({ isAway, offlineReader }: Needs) =>
  async <Value>(
    asked: () => Promise<Value>,
    ofKept: (offlineReader: OfflineReader) => Promise<Value | null>,
  ): Promise<Value> => {
    const found = isAway() ? await ofKept(offlineReader) : null;
    if (found !== null) return found;
    try {
      return await asked();
    } catch (error) {
      const instead = isPassing(error) ? await ofKept(offlineReader) : null;
      if (instead === null) throw error;
      return instead;
    }
  };

export const createPageLoad = (needs: Needs) => {
  const { api, changes, offlineReader, table, isAway } = needs;
  const ask = (friend_id: number, query: string) =>
    api.get(`/messages/${friend_id}?${query}`, answers.history);

  /** What came while a page that reaches the end was on its way stands behind it. */
  const meanwhile = (friend_id: number, { to }: Range): Entry[] => [
    ...table.all(friend_id).filter(({ item }) => item.id > to),
    ...table.unsent(friend_id),
  ];

  const loadStored = async (
    friend_id: number,
    cursor: Cursor,
    limit: number,
    arrange: Arrange,
  ): Promise<void> => {
    const [asked, known_id] = [table.now(), table.newestId(friend_id)];
    const query = Object.entries(cursor).map(([name, id]) => `&${name}=${id}`);
    const { messages, pagination } = await ask(friend_id, `limit=${limit}${query.join('')}`);
    const ids = messages.map(({ id }) => id);
    const range = rangeOf(ids, cursor, pagination, known_id);
    await changes.apply({
      type: 'page',
      friend_id,
      messages: messages.reverse(),
      range,
      asked,
      isEnd: isAtEnd(cursor, pagination),
      arrange(entries) {
        const rest = isAtEnd(cursor, pagination) ? meanwhile(friend_id, range) : [];
        arrange([...entries, ...rest], pagination);
      },
    });
  };

  const loadKept = createKeptLoad(needs, meanwhile);

  return {
    ask,
    /** Without the server: the id of the message that is so many back; null if it is not kept. */
    keptAt: async (friend_id: number, count: number): Promise<number | null> =>
      isAway() ? offlineReader.at(friend_id, count) : null,
    loadKept,
    elseKept: createElseKept(needs),
    /**
     * `arrange` puts it into a window, in the step in which it comes into the table. Without the
     * server it is what this device keeps. @throws ApiError
     */
    async load(friend_id: number, cursor: Cursor, limit: number, arrange: Arrange): Promise<void> {
      if (isAway() && (await loadKept(friend_id, cursor, limit, arrange))) return;
      try {
        await loadStored(friend_id, cursor, limit, arrange);
      } catch (error) {
        const isKept = isPassing(error) && (await loadKept(friend_id, cursor, limit, arrange));
        if (!isKept) throw error;
      }
    },
  };
};

export type PageLoad = ReturnType<typeof createPageLoad>;
