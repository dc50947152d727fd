// What an account missed, by REST: for clients without a socket.
import type { LoggedEvent } from '../../db/ledger/event-runs';
import { listOf, type Unmade } from '../../http/large-answers/lazy-entry';
import type { Me } from '../../http/tokens';
import { toRfc3339 } from '../../platform/clock';
import { events_page_default, page_bytes_max } from '../../protocol/limits';
import type { World } from '../../world';
import { resumePoint } from '../shared/resume';
import type { Missed, Since } from './model';
import { replay, textBytes } from './replay';

type Deps = Pick<World, 'eventLog' | 'epoch'> & Parameters<typeof replay>[0];

/** As it is when it is written out. */
const shown = (world: Deps, me: Me, event: LoggedEvent): Missed['events'][number] => {
  const { type, data } = replay(world, me.id, event);
  const { seq, created_at } = event;
  return { type, data: data as Record<string, unknown>, seq, timestamp: toRfc3339(created_at) };
};

export const missed = (world: Deps, me: Me, asked: Since) => {
  const { eventLog, epoch } = world;
  const since = resumePoint(world, me.id, { since: asked.since, epoch: asked.epoch });
  const seq = eventLog.head(me.id);
  if (since === undefined) return { epoch, seq, resumed: false, events: [], more: false };
  const entries: Unmade<Missed['events'][number]>[] = [];
  let last = since;
  let sum = 0;
  for (const event of eventLog.after(me.id, since, asked.limit ?? events_page_default)) {
    const bytes = textBytes(world, event);
    entries.push({ bytes, make: () => shown(world, me, event) });
    last = event.seq;
    // A few large texts weigh as much as many small ones: the rest goes to the next page.
    sum += bytes;
    if (sum > page_bytes_max) break;
  }
  return { epoch, seq, resumed: true, events: listOf(entries), more: last < seq };
};
