// Who is there, as friends see it. Kept in memory: after a start nobody is online.

import type { Clock } from '../platform/clock';
import { presence_grace_ms, presence_sweep_ms, socketless_presence_ms } from '../protocol/limits';
import type { Status } from '../protocol/objects';

interface Parts {
  clock: Clock;
  /** Called with each change that friends can see. */
  changed: (user_id: number, status: Status) => void;
  /** Called when someone friends saw as present came or went. */
  seen: (user_id: number) => void;
  grace_ms?: number;
}

interface Entry {
  chosen: Status;
  sockets: number;
  /** Present without a socket until then (ms): after the last one closed, or by choice. */
  until: number;
  /** Present by choice: each request prolongs it. */
  by_request: boolean;
  visible: Status;
}

const absent = (chosen: Status): Entry => ({
  chosen,
  sockets: 0,
  until: 0,
  by_request: false,
  visible: 'offline',
});

export const createPresence = ({ clock, changed, seen, grace_ms = presence_grace_ms }: Parts) => {
  const entries = new Map<number, Entry>();

  /** Updates what friends see, and reports it if it changed. */
  const settle = (user_id: number, entry: Entry) => {
    const present = entry.sockets > 0 || entry.until > clock.now();
    const visible = present ? entry.chosen : 'offline';
    if (!present) entries.delete(user_id);
    if (visible === entry.visible) return;
    const crossed = visible === 'offline' ? !present : entry.visible === 'offline';
    entry.visible = visible;
    if (crossed) seen(user_id);
    changed(user_id, visible);
  };

  const entryOf = (user_id: number, chosen: Status): Entry => {
    const known = entries.get(user_id);
    if (known !== undefined) return known;
    const entry = absent(chosen);
    entries.set(user_id, entry);
    return entry;
  };

  const sweep = () => {
    for (const [user_id, entry] of entries) if (entry.sockets === 0) settle(user_id, entry);
  };
  const timer = setInterval(sweep, Math.min(presence_sweep_ms, grace_ms));
  timer.unref();

  return {
    statusOf: (user_id: number): Status => entries.get(user_id)?.visible ?? 'offline',
    /** A socket opened; `chosen` is the status chosen since the last login. */
    opened(user_id: number, chosen: Status): void {
      const entry = entryOf(user_id, chosen);
      entry.sockets += 1;
      entry.by_request = false;
      settle(user_id, entry);
    },
    closed(user_id: number): void {
      const entry = entries.get(user_id);
      if (entry === undefined) return;
      entry.sockets -= 1;
      if (entry.sockets === 0) entry.until = clock.now() + grace_ms;
    },
    /** Chosen by the user: at once, also without a socket. */
    chose(user_id: number, status: Status): void {
      const entry = entryOf(user_id, status);
      entry.chosen = status;
      if (entry.sockets === 0) {
        entry.by_request = true;
        entry.until = clock.now() + socketless_presence_ms;
      }
      settle(user_id, entry);
    },
    /** A login forgets the status chosen before it. */
    signedIn(user_id: number): void {
      const entry = entries.get(user_id);
      if (entry === undefined) return;
      entry.chosen = 'online';
      settle(user_id, entry);
    },
    /** A request keeps the status that its user chose; sockets need no requests for that. */
    touched(user_id: number): void {
      const entry = entries.get(user_id);
      if (entry?.by_request) entry.until = clock.now() + socketless_presence_ms;
    },
    stop: (): void => clearInterval(timer),
  };
};

export type Presence = ReturnType<typeof createPresence>;
