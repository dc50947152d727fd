// The migrations as drizzle-kit wrote them, bundled; `bun run generate` makes one, a line here adds it.
import start from '../../../drizzle/0000_start.sql' with { type: 'text' };
import search from '../../../drizzle/0001_search.sql' with { type: 'text' };
import accounts from '../../../drizzle/0002_accounts.sql' with { type: 'text' };
import recent from '../../../drizzle/0003_recent.sql' with { type: 'text' };
import homes from '../../../drizzle/0004_homes.sql' with { type: 'text' };
import inviteUses from '../../../drizzle/0005_invite_uses.sql' with { type: 'text' };
import endedSessions from '../../../drizzle/0006_ended_sessions.sql' with { type: 'text' };
import vaultKeys from '../../../drizzle/0007_vault_keys.sql' with { type: 'text' };
import friendLinks from '../../../drizzle/0008_friend_links.sql' with { type: 'text' };
import storage from '../../../drizzle/0009_storage.sql' with { type: 'text' };
import recentOrder from '../../../drizzle/0010_recent_order.sql' with { type: 'text' };
import push from '../../../drizzle/0011_push.sql' with { type: 'text' };
import eventBatches from '../../../drizzle/0012_event_batches.sql' with { type: 'text' };
import partialUploads from '../../../drizzle/0013_partial_uploads.sql' with { type: 'text' };
import calls from '../../../drizzle/0014_calls.sql' with { type: 'text' };
import comfort from '../../../drizzle/0015_comfort.sql' with { type: 'text' };
import displayKey from '../../../drizzle/0016_display_key.sql' with { type: 'text' };
import countedMessages from '../../../drizzle/0017_counted_messages.sql' with { type: 'text' };
import eventRuns from '../../../drizzle/0018_event_runs.sql' with { type: 'text' };
import journal from '../../../drizzle/meta/_journal.json';

const texts: Record<string, string> = {
  '0000_start': start,
  '0001_search': search,
  '0002_accounts': accounts,
  '0003_recent': recent,
  '0004_homes': homes,
  '0005_invite_uses': inviteUses,
  '0006_ended_sessions': endedSessions,
  '0007_vault_keys': vaultKeys,
  '0008_friend_links': friendLinks,
  '0009_storage': storage,
  '0010_recent_order': recentOrder,
  '0011_push': push,
  '0012_event_batches': eventBatches,
  '0013_partial_uploads': partialUploads,
  '0014_calls': calls,
  '0015_comfort': comfort,
  '0016_display_key': displayKey,
  '0017_counted_messages': countedMessages,
  '0018_event_runs': eventRuns,
};

interface Migration {
  tag: string;
  statements: string[];
}

/** In the journal's order. A test holds that none is missing. */
export const bundledMigrations = (): Migration[] =>
  journal.entries.map(({ tag }) => ({
    tag,
    statements: (texts[tag] ?? '').split('--> statement-breakpoint'),
  }));
