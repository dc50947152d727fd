// Which answer about a conversation is newer than what is known of it. Three things tell: events, in
// the server's order; answers to one's own changes; and lists, which a slow line may bring long after
// the server wrote them.
import type { LogicalClock } from '../../net/logical-clock';

/** Times of the logical clock. */
interface Known {
  /** When the last event was heard. */
  event: number;
  /** When the newest change that was answered was asked for, and when its answer came. */
  change_asked: number;
  change_answered: number;
  /** When the newest list that was read was asked for. */
  list_asked: number;
}

const NOTHING: Known = { event: 0, change_asked: 0, change_answered: 0, list_asked: 0 };

export const createFreshness = (order: LogicalClock) => {
  const all = new Map<number, Known>();
  const of = (friend_id: number): Known => all.get(friend_id) ?? NOTHING;
  const note = (friend_id: number, more: Partial<Known>): void =>
    void all.set(friend_id, { ...of(friend_id), ...more });
  return {
    /** When a change is asked for. */
    ask: order.tick,
    /** An event tells of it, or it is so here before anybody is asked. */
    heard: (friend_id: number): void => note(friend_id, { event: order.tick() }),
    /**
     * Whether the answer to a change counts. After an event it need not: the change's own event has
     * come by then, or is still to come.
     */
    answered(friend_id: number, asked: number): boolean {
      const { change_asked, event } = of(friend_id);
      if (asked < Math.max(change_asked, event)) return false;
      note(friend_id, { change_asked: asked, change_answered: order.tick() });
      return true;
    },
    /** Whether a list counts that was asked for then; 0 for what this device kept. */
    listed(friend_id: number, asked: number): boolean {
      const { change_answered, event, list_asked } = of(friend_id);
      if (asked < Math.max(change_answered, event, list_asked)) return false;
      note(friend_id, { list_asked: asked });
      return true;
    },
  };
};
