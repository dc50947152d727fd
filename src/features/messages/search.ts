// Searching what was written unencrypted.
import type { Me } from '../../http/tokens';
import { invalid, Refusal } from '../../protocol/errors';
import { search_page_messages } from '../../protocol/limits';
import type { World } from '../../world';
import { contactOrRefusal } from '../shared/access';
import type { SearchQuery } from './model';
import { view } from './visible';

type Deps = Pick<World, 'users' | 'friends' | 'messages' | 'search' | 'ledger'>;

/** Reading goes on when nothing can be written: the newest messages are then found later. */
const catchUp = async ({ search, ledger }: Pick<World, 'search' | 'ledger'>) => {
  try {
    while (search.isBehind()) await ledger.write(() => search.advance());
  } catch (error) {
    if (!(error instanceof Refusal && error.refusal === 'cannotStore')) throw error;
  }
};

/** One's own unencrypted messages, newest first. @throws yourself, noSuchUser, notFriends */
export const searchMessages = async (
  world: Deps,
  me: Me,
  { q, friend_id, before = Number.MAX_SAFE_INTEGER }: SearchQuery,
) => {
  if (q.trim() === '') throw invalid('q', 'must not be blank');
  const conversation_id =
    friend_id === undefined ? undefined : contactOrRefusal(world, me, friend_id).conversation_id;
  await catchUp(world);
  const rows = world.search.find(me.id, q, conversation_id, before, search_page_messages + 1);
  const shown = rows.slice(0, search_page_messages);
  return {
    messages: shown.map((row) => view(world, row)),
    next_before: rows.length > search_page_messages ? (shown.at(-1)?.id ?? null) : null,
  };
};
