// One connected device: the `data` of its socket.
import type { ServerWebSocket } from 'bun';
import type { Language } from '../protocol/successes';

export interface Device {
  user_id: number;
  session_id: number;
  language: Language;
  /** Where it left off, as it says itself. */
  since: string | null;
  epoch: string | null;
  socket: ServerWebSocket<Device> | undefined;
  /** ms; a pong counts. */
  heard_at: number;
  pinged_at: number;
  /** Heard too long ago to count as present. */
  absent: boolean;
  /** False while it is still being sent what it missed: then the topic is not for it yet. */
  live: boolean;
  /** The `seq` up to which it was sent everything, while it is not live. */
  cursor: number;
  /** Its page can be seen, as it said itself; believed until then, ms. */
  visible_until: number;
  /** Frames that came while it was catching up. */
  waiting: string[];
}

type Opening = Pick<Device, 'user_id' | 'session_id' | 'language' | 'since' | 'epoch'>;

export const createDevice = (opening: Opening, now: number): Device => ({
  ...opening,
  socket: undefined,
  heard_at: now,
  pinged_at: now,
  absent: false,
  live: false,
  cursor: 0,
  visible_until: 0,
  waiting: [],
});
