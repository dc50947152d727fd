// Searching what was written unencrypted.

import { toTerms } from '../../db/messages/tokenizer';
import type { Me } from '../../http/tokens';
import { invalid, Refusal } from '../../protocol/errors';
import {
  search_page_messages,
  search_term_chars_max,
  search_terms_chars_max,
  search_terms_max,
} from '../../protocol/limits';
import type { Message } from '../../protocol/objects';
import type { World } from '../../world';
import { contactOrRefusal } from '../shared/access';
import { indexMore } from './index-words';
import type { SearchQuery } from './model';
import { view, visible } from './visible';

type Deps = Pick<World, 'users' | 'friends' | 'messages' | 'search' | 'ledger' | 'readTransaction'>;

/** Reading goes on when nothing can be written: the newest messages are then found later. */
const catchUp = async ({ search, ledger }: Pick<World, 'search' | 'ledger'>) => {
  try {
    while (search.isBehind()) await indexMore({ search, ledger });
  } catch (error) {
    if (!(error instanceof Refusal && error.refusal === 'cannotStore')) throw error;
  }
};

/** @throws invalidField */
const mustBeTerms = (q: string): void => {
  if (q.trim() === '') throw invalid('q', 'must not be blank');
  const sizes = toTerms(q).map((term) => [...term].length);
  const sum = sizes.reduce((all, size) => all + size, 0);
  if (sizes.length > search_terms_max) throw invalid('q', `at most ${search_terms_max} words`);
  if (sizes.some((size) => size > search_term_chars_max)) {
    throw invalid('q', `at most ${search_term_chars_max} characters a word`);
  }
  if (sum > search_terms_chars_max) {
    throw invalid('q', `at most ${search_terms_chars_max} characters without the spaces`);
  }
};

/** It may have been deleted since it was found. */
const stillSeen = (world: Deps, me: Me, id: number): Message[] => {
  try {
    return [view(world, me, visible(world, me, id))];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
};

/** One's own unencrypted messages, newest first. @throws invalidField, noSuchUser, notFriends */
export const searchMessages = async (
  world: Deps,
  me: Me,
  { q, friend_id, before = Number.MAX_SAFE_INTEGER }: SearchQuery,
) => {
  mustBeTerms(q);
  const conversation_id =
    friend_id === undefined ? undefined : contactOrRefusal(world, me, friend_id).conversation_id;
  await catchUp(world);
  const most = search_page_messages + 1;
  const ids = await world.search.find(me.id, q, conversation_id, before, most);
  const shown = ids.slice(0, search_page_messages);
  return {
    messages: world.readTransaction(() => shown.flatMap((id) => stillSeen(world, me, id))),
    next_before: ids.length > search_page_messages ? (shown.at(-1) ?? null) : null,
  };
};
