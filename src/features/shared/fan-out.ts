// One event for everyone who sees a person: all friends, and the person's own devices.
import type { OutgoingEvent } from '../../realtime/events';
import type { World } from '../../world';

export const fanOut = (
  { friends }: Pick<World, 'friends'>,
  user_id: number,
  publish: (event: OutgoingEvent) => void,
  eventFor: (to: number) => OutgoingEvent,
): void => {
  for (const to of [user_id, ...friends.ids(user_id)]) publish(eventFor(to));
};
