// The shapes of people, and of how one has a conversation with them.
import type { Friend, FriendLink, Person, Privacy } from '../../../protocol/objects';
import { isCount, isFlag, isId, isText, isTime, maybe, oneOf, orNull, record } from './shape';

export const isStatus = oneOf('online', 'offline', 'away');
export const person = { id: isId, username: isText, display_name: isText, avatar: isText };
export const isPerson = record<Person>(person);

/** How one has a conversation. */
export const settings = {
  muted_until: orNull(isTime),
  pinned: isFlag,
  archived: isFlag,
  unread: isFlag,
  expires_in: orNull(isCount),
};

const isLink = record<FriendLink>({ code: isText, key_id: orNull(isText), proof: orNull(isText) });
export const isFriend = record<Friend>({
  ...person,
  status: isStatus,
  last_seen: isTime,
  link: maybe(orNull(isLink)),
  muted_until: maybe(settings.muted_until),
  pinned: maybe(isFlag),
  archived: maybe(isFlag),
  unread: maybe(isFlag),
  expires_in: maybe(settings.expires_in),
});

export const isPrivacy = record<Privacy>({
  last_seen: isFlag,
  read_receipts: isFlag,
  typing: isFlag,
});
