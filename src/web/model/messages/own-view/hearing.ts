// What a person's devices hear of how a conversation is had.
import type { EventPayloads } from '../../../../protocol/events';
import type { ChangeQueue } from '../change-queue';
import type { Lifetimes } from '../expiring/lifetimes';
import type { Arrangements } from './arrangements';
import type { Silences } from './silences';

interface Needs {
  arrangements: Pick<Arrangements, 'heard'>;
  changes: Pick<ChangeQueue, 'apply'>;
  lifetimes: Pick<Lifetimes, 'heard'>;
  silences: Pick<Silences, 'heard'>;
}

/** The lifetime of its messages is the same for both. */
export const heardConversation = async (
  { arrangements, changes, lifetimes, silences }: Needs,
  { friend_id, ...settings }: EventPayloads['conversation_changed'],
): Promise<void> => {
  const { expires_in, changed_by, muted_until, cleared_up_to } = settings;
  lifetimes.heard(friend_id, expires_in, changed_by);
  silences.heard(friend_id, muted_until);
  arrangements.heard(friend_id, settings);
  if (cleared_up_to === undefined) return;
  await changes.apply({ type: 'cleared', friend_id, up_to: cleared_up_to });
};
