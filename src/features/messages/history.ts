// A conversation, read page by page.
import { type Side, sees } from '../../db/messages/message';
import type { SizedRow } from '../../db/messages/pages';
import { listOf } from '../../http/large-answers/lazy-entry';
import type { Me } from '../../http/tokens';
import { invalid } from '../../protocol/errors';
import { page_bytes_max, page_messages_default, page_messages_max } from '../../protocol/limits';
import type { Message } from '../../protocol/objects';
import type { World } from '../../world';
import { contactOrRefusal } from '../shared/access';
import type { HistoryQuery } from './model';
import { view } from './visible';

type Deps = Pick<World, 'users' | 'friends' | 'messages'>;

/**
 * A page that was asked for with one more, up to the limit of bytes: few large texts are as much as
 * many small ones. What is left of it lies beyond.
 */
const upTo = (rows: SizedRow[], limit: number): SizedRow[] => {
  let sum = 0;
  const end = rows.findIndex(({ bytes }) => {
    sum += bytes;
    return sum > page_bytes_max;
  });
  // The one that goes beyond is the last.
  return rows.slice(0, end < 0 ? limit : Math.min(limit, end + 1));
};

/** As it is when it is written out; undefined if it is no longer there for this person. */
const shownNow = (world: Deps, contact: Side, id: number): Message | undefined => {
  const row = world.messages.byId(id);
  return row !== undefined && row[sees(contact)] === 1
    ? view(world, { id: contact.user_id }, row)
    : undefined;
};

const shownAll = (world: Deps, contact: Side, rows: SizedRow[]): Message[] =>
  listOf(rows.map(({ id, bytes }) => ({ bytes, make: () => shownNow(world, contact, id) })));

/**
 * Newest first: a page by its number, or the messages next to one: older than `before`, or newer
 * than `after`, for a reader who scrolled far back and comes forward again, or a device that keeps
 * what it reads; only these may be long, and end at 4 MiB. A page by its number is as long as it was
 * asked for, or the next one would leave messages out.
 * @throws invalidField, noSuchUser, notFriends
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
    const newer = messages.sized.after(contact, after, limit + 1);
    const taken = upTo(newer, limit);
    const shown = taken.toReversed();
    const oldest = shown.at(-1)?.id;
    const hasOlder = oldest !== undefined && messages.sized.before(contact, oldest, 1).length > 0;
    const next_after = newer.length > taken.length ? (shown[0]?.id ?? null) : null;
    const next_before = hasOlder ? oldest : null;
    return {
      messages: shownAll(world, contact, shown),
      pagination: { page, limit, total, pages, next_before, next_after },
    };
  }
  // One more than asked for shows whether there are more.
  const rows =
    before === undefined
      ? messages.sized.page(contact, total, (page - 1) * limit, limit + 1)
      : messages.sized.before(contact, before, limit + 1);
  const shown = before === undefined ? rows.slice(0, limit) : upTo(rows, limit);
  return {
    messages: shownAll(world, contact, shown),
    pagination: {
      page,
      limit,
      total,
      pages,
      next_before: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null,
    },
  };
};
