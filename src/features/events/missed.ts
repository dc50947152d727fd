// What an account missed, by REST: for clients without a socket.
import type { Me } from '../../http/tokens';
import { toRfc3339 } from '../../platform/clock';
import { events_page_default, page_units_max } from '../../protocol/limits';
import type { World } from '../../world';
import { resumePoint } from '../shared/resume';
import type { Missed, Since } from './model';
import { replay } from './replay';

type Deps = Pick<World, 'eventLog' | 'epoch'> & Parameters<typeof replay>[0];

export const missed = (world: Deps, me: Me, asked: Since) => {
  const { eventLog, epoch } = world;
  const since = resumePoint(world, me.id, { since: asked.since, epoch: asked.epoch });
  const seq = eventLog.head(me.id);
  if (since === undefined) return { epoch, seq, resumed: false, events: [], more: false };
  const events: Missed['events'] = [];
  let units = 0;
  for (const event of eventLog.after(me.id, since, asked.limit ?? events_page_default)) {
    const { type, data } = replay(world, me.id, event);
    const shown = data as Record<string, unknown>;
    const { seq, created_at } = event;
    events.push({ type, data: shown, seq, timestamp: toRfc3339(created_at) });
    // A few large texts weigh as much as many small ones: the rest goes to the next page.
    if (typeof shown.content === 'string') units += shown.content.length;
    if (units > page_units_max) break;
  }
  return { epoch, seq, resumed: true, events, more: (events.at(-1)?.seq ?? since) < seq };
};
