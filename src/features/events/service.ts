// What an account missed, by REST: for clients without a socket.
import type { Me } from '../../http/tokens';
import { events_page_default } from '../../limits';
import { toRfc3339 } from '../../platform/clock';
import type { World } from '../../world';
import type { Since } from './model';
import { show } from './replay';

type Doors = Pick<World, 'eventLog' | 'epoch' | 'users' | 'friends' | 'messages' | 'presence'>;

export const missed = (world: Doors, me: Me, asked: Since) => {
  const { eventLog, epoch } = world;
  const since = asked.since === undefined ? undefined : Number(asked.since);
  const resumed = since !== undefined && asked.epoch === epoch && eventLog.canResume(me.id, since);
  const seq = eventLog.head(me.id);
  if (!resumed || since === undefined)
    return { epoch, seq, resumed: false, events: [], more: false };
  const events = eventLog.after(me.id, since, asked.limit ?? events_page_default).map((event) => {
    const { type, data } = show(world, me.id, event);
    return {
      type,
      data: data as Record<string, unknown>,
      seq: event.seq,
      timestamp: toRfc3339(event.created_at),
    };
  });
  return { epoch, seq, resumed, events, more: (events.at(-1)?.seq ?? since) < seq };
};
