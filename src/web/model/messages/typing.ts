// Who is typing, and telling that one is.
import { signal } from '@preact/signals';
import type { ServerSocket } from '../net/socket';
import type { People } from '../people/people';
import type { Clock } from '../platform';

const told_every_ms = 3_000;
const shown_ms = 6_000;

interface Needs {
  socket: () => ServerSocket;
  clock: Clock;
  people: People;
  userId: () => number;
}

export const createTyping = ({ socket, clock, people, userId }: Needs) => {
  /** By friend, until when. */
  const typing = signal<Record<number, number>>({});
  let toldAt = 0;
  const set = (friend_id: number, until: number): void => {
    typing.value = { ...typing.value, [friend_id]: until };
  };
  return {
    isTyping: (friend_id: number): boolean =>
      people.presenceOf(friend_id) !== null && (typing.value[friend_id] ?? 0) > clock.now(),
    /** As the server tells of a friend; it ends by itself. */
    received(friend_id: number, active: boolean): void {
      const until = active ? clock.now() + shown_ms : 0;
      set(friend_id, until);
      if (active) {
        clock.after(shown_ms, () => {
          if (typing.value[friend_id] === until) set(friend_id, 0);
        });
      }
    },
    type(friend_id: number, active: boolean): void {
      if (friend_id === userId()) return;
      if (active && clock.now() - toldAt < told_every_ms) return;
      if (!active && toldAt === 0) return;
      toldAt = active ? clock.now() : 0;
      socket().send('typing', { friend_id, active });
    },
    /** A message ends the typing: the next letter is told of again. */
    sent(): void {
      toldAt = 0;
    },
  };
};

export type Typing = ReturnType<typeof createTyping>;
