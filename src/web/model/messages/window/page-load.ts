// A page of a conversation's history: asked for, and brought into the table with the ids that it
// speaks for.
import type { HistoryAnswer } from '../../net/answers';
import { answers } from '../../net/answers';
import type { Api } from '../../net/api';
import type { Range } from '../change';
import type { ChangeQueue } from '../change-queue';
import type { Entry, Table } from '../table';

export type Pagination = HistoryAnswer['pagination'];

/** Bounds a page on one side; neither is the newest page. */
export interface Cursor {
  before?: number;
  after?: number;
}

export type Arrange = (entries: Entry[], pagination: Pagination) => void;

interface Needs {
  api: Api;
  changes: ChangeQueue;
  table: Table;
}

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

export const createPageLoad = ({ api, changes, table }: Needs) => {
  const ask = (friend_id: number, query: string) =>
    api.get(`/messages/${friend_id}?${query}`, answers.history);

  /** What came while a page that reaches the end was on its way stands behind it. */
  const meanwhile = (friend_id: number, { to }: Range): Entry[] => [
    ...table.all(friend_id).filter(({ item }) => item.id > to),
    ...table.unsent(friend_id),
  ];

  return {
    ask,
    /** `arrange` puts it into a window, in the step in which it comes into the table. */
    async load(friend_id: number, cursor: Cursor, limit: number, arrange: Arrange): Promise<void> {
      const [asked, known_id] = [table.now(), table.newestId(friend_id)];
      const query = Object.entries(cursor).map(([name, id]) => `&${name}=${id}`);
      const { messages, pagination } = await ask(friend_id, `limit=${limit}${query.join('')}`);
      const ids = messages.map(({ id }) => id);
      const range = rangeOf(ids, cursor, pagination, known_id);
      const isEnd = cursor.before === undefined && (pagination.next_after ?? null) === null;
      await changes.apply({
        type: 'page',
        friend_id,
        messages: messages.reverse(),
        range,
        asked,
        arrange(entries) {
          const rest = isEnd ? meanwhile(friend_id, range) : [];
          arrange([...entries, ...rest], pagination);
        },
      });
    },
  };
};

export type PageLoad = ReturnType<typeof createPageLoad>;
