// All of an account as one ZIP (APPNOTE 6.3), made while it is read: memory does not grow with it.
import type { Contact } from '../../db/friends';
import { gathered } from '../../http/large-answers/stream';
import type { Me } from '../../http/tokens';
import { toRfc3339 } from '../../platform/clock';
import { mustBeFree } from '../../platform/descriptors/descriptors';
import { openedFile } from '../../platform/descriptors/opened-file';
import { folderOf } from '../../platform/file-paths';
import { export_page_messages } from '../../protocol/limits';
import { toMessage } from '../../realtime/serialize';
import type { World } from '../../world';
import { asFriend } from '../shared/as-friend';
import { settingsOf } from '../shared/conversation-settings';
import { profile } from './profile';

type Deps = Pick<
  World,
  | 'users'
  | 'friends'
  | 'blocks'
  | 'messages'
  | 'files'
  | 'keys'
  | 'sessions'
  | 'invites'
  | 'presence'
  | 'privacy'
  | 'disk'
  | 'clock'
  | 'rateLimiter'
  | 'log'
>;

const bytes = (text: string) => new TextEncoder().encode(text);
const json = (value: unknown) => bytes(JSON.stringify(value, null, 2));

/** A JSON array of a conversation's messages, newest first. */
async function* conversation({ messages }: Pick<World, 'messages'>, contact: Contact) {
  yield bytes('[');
  let before = Number.MAX_SAFE_INTEGER;
  let separator = '\n';
  for (;;) {
    const rows = messages.before(contact, before, export_page_messages);
    for (const row of rows) {
      before = row.id;
      // What disappears is not taken along.
      if (row.expires_at !== null) continue;
      yield bytes(
        separator + JSON.stringify(toMessage(row, contact.user_id, messages.extrasOf(row))),
      );
      separator = ',\n';
    }
    if (rows.length < export_page_messages) break;
  }
  yield bytes('\n]\n');
}

const account = (world: Deps, me: Me): Record<string, unknown> => {
  const now = world.clock.now();
  const requests = (direction: 'received' | 'sent') =>
    world.friends
      .requestsOf(me.id, direction)
      .map((row) => ({ ...row, created_at: toRfc3339(row.created_at) }));
  const { public_key, key_id, version } = world.keys.current(me.id) ?? {};
  const { private_key_encrypted, vault_version } = world.keys.vault(me.id) ?? {};
  return {
    profile: profile(world, me),
    friends: world.friends
      .list(me.id)
      .map((row) => ({ ...asFriend(world, row), ...settingsOf(row, now) })),
    requests: { received: requests('received'), sent: requests('sent') },
    blocks: world.blocks
      .list(me.id)
      .map((row) => ({ ...row, created_at: toRfc3339(row.created_at) })),
    keys: { public_key, key_id, version, private_key_encrypted, vault_version },
    sessions: world.sessions.list(me.id).map(({ created_at, last_used_at, user_agent }) => ({
      created_at: toRfc3339(created_at),
      last_used_at: toRfc3339(last_used_at),
      user_agent,
    })),
    invites: world.invites.list(me.id, now).map(({ code, uses, used, expires_at, created_at }) => ({
      used_by: world.invites.usesOf(code).map(({ user }) => user),
      uses,
      used,
      expires_at: toRfc3339(expires_at),
      created_at: toRfc3339(created_at),
    })),
  };
};

async function* entries(world: Deps, me: Me) {
  const lastModified = new Date(world.clock.now());
  for (const [name, value] of Object.entries(account(world, me))) {
    yield { name: `${name}.json`, input: json(value), lastModified };
  }
  for (const { contact, person } of world.friends.conversations(me.id)) {
    yield {
      name: `conversations/${person.id}-${person.username}.json`,
      input: conversation(world, contact),
      lastModified,
    };
  }
  for (const row of world.files.ofUser(me.id)) {
    const { id, name, size, created_at } = row;
    const path = world.disk.path(folderOf(row), id);
    // From then on nothing that is deleted breaks the archive in the middle.
    const input = await openedFile(path);
    // Deleted since the list was made.
    if (input === undefined) continue;
    const at = new Date(created_at);
    yield { name: `files/${id}/${name}`, input, size, lastModified: at };
  }
}

/** `hold` says that it goes on, and gives what ends it. @throws tooManyRequests, cannotStore */
export const exported = async (world: Deps, me: Me, hold: () => () => void): Promise<Response> => {
  // Of files that it reads one is open at a time. Without it the answer would begin well and break off.
  mustBeFree(1);
  world.rateLimiter.take('export', String(me.id));
  const { makeZip } = await import('client-zip');
  const broke = (error: unknown) => world.log.error('an export broke off', { error });
  return new Response(gathered(makeZip(entries(world, me)), hold(), broke), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="chat8-export.zip"',
      'cache-control': 'no-store',
    },
  });
};
