// Where a device, or a client that asks by REST, goes on in its account's event log.
import type { LoggedEvent } from '../../db/ledger/event-runs';
import type { World } from '../../world';

/** What the other side knows: the last `seq` that it has, and the epoch in which it got it. */
interface LastKnown {
  since: string | number | null | undefined;
  epoch: string | null | undefined;
}

/** The `seq` to go on from; undefined if events since then are no longer kept, or were never here. */
export const resumePoint = (
  { eventLog, epoch }: Pick<World, 'eventLog' | 'epoch'>,
  user_id: number,
  known: LastKnown,
): number | undefined => {
  const since = String(known.since ?? '');
  if (known.epoch !== epoch || !/^(0|[1-9]\d{0,14})$/.test(since)) return undefined;
  return eventLog.canResume(user_id, Number(since)) ? Number(since) : undefined;
};

/** A logged event as its frame shows it today. */
export interface ReplayedEvent {
  type: string;
  data: object;
}

export type Replay = (user_id: number, event: LoggedEvent) => ReplayedEvent;
