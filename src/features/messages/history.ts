// A conversation, read page by page.
import type { MessageRow } from '../../db/messages/message';
import type { Me } from '../../http/tokens';
import { invalid } from '../../protocol/errors';
import { page_messages_default, page_messages_max, page_units_max } from '../../protocol/limits';
import type { World } from '../../world';
import { contactOrRefusal } from '../shared/access';
import type { HistoryQuery } from './model';
import { view } from './visible';

type Deps = Pick<World, 'users' | 'friends' | 'messages'>;

/**
 * A page of rows that were asked for with one more, up to the limit of bytes: few large texts are
 * as much as many small ones. What is left of it lies beyond.
 */
const upTo = (rows: MessageRow[], limit: number): MessageRow[] => {
  let units = 0;
  const end = rows.findIndex(({ content }) => {
    units += content.length;
    return units > page_units_max;
  });
  // The one that goes beyond is the last.
  return rows.slice(0, end < 0 ? limit : Math.min(limit, end + 1));
};

/**
 * Newest first: a page by its number, or the messages next to one: older than `before`, or newer
 * than `after`, for a reader who scrolled far back and comes forward again, or a device that keeps
 * what it reads; only these may be large. @throws invalidField
 */
export const history = (world: Deps, me: Me, friend_id: number, asked: HistoryQuery) => {
  const { page = 1, limit = page_messages_default, before, after } = asked;
  const { messages } = world;
  if (limit > page_messages_max && before === undefined && after === undefined) {
    throw invalid('limit', `at most ${page_messages_max} without a cursor`);
  }
  const contact = contactOrRefusal(world, me, friend_id);
  const { total } = contact;
  const pages = Math.ceil(total / limit);
  if (after !== undefined && before === undefined) {
    const newer = messages.after(contact, after, limit + 1);
    const taken = upTo(newer, limit);
    const shown = taken.toReversed();
    const oldest = shown.at(-1)?.id;
    const hasOlder = oldest !== undefined && messages.before(contact, oldest, 1).length > 0;
    const next_after = newer.length > taken.length ? (shown[0]?.id ?? null) : null;
    const next_before = hasOlder ? oldest : null;
    return {
      messages: shown.map((row) => view(world, row)),
      pagination: { page, limit, total, pages, next_before, next_after },
    };
  }
  // One more than asked for shows whether there are more.
  const rows =
    before === undefined
      ? messages.page(contact, total, (page - 1) * limit, limit + 1)
      : messages.before(contact, before, limit + 1);
  const shown = before === undefined ? rows.slice(0, limit) : upTo(rows, limit);
  return {
    messages: shown.map((row) => view(world, row)),
    pagination: {
      page,
      limit,
      total,
      pages,
      next_before: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null,
    },
  };
};
