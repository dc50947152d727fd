// How far this page is in the events of the server, and whether it is there at all.
import { signal } from '@preact/signals';
import type { Clock } from '../platform';
import { readonly } from '../readonly';
import type { LocalStore } from '../store/local-store';
import { epochName } from '../store/names';
import type { Frame } from './frames';
import type { SocketListener } from './socket-listener';

interface Needs {
  localStore: LocalStore;
  userId: () => number;
}

/**
 * Data from a backup has another epoch; this device remembers the one it knew. Another tab may have heard
 * of it first: what this page knows is of the one `before` all the same.
 */
const isAnotherEpoch = ({ localStore, userId }: Needs, epoch: string, before: string): boolean => {
  const name = epochName(userId());
  const known = localStore.get(name);
  localStore.set(name, epoch);
  return (known !== null && known !== epoch) || (before !== '' && before !== epoch);
};

/** The last event that this page has received, and whether the server can resume from there. */
export const createEventCursor = (needs: Needs, listener: SocketListener) => {
  let epoch = '';
  let seq = 0;
  /** How far the server was when it greeted this connection. */
  let head = 0;
  /** Everything up to `seq` is known here. */
  let isCurrent = false;
  /** What was missed comes event by event; else everything is read again. */
  let isResumed = false;
  /** Something came that nobody could read, or deal with. */
  let isLost = false;
  let greetings = 0;

  return {
    /** A hole is none: the server leaves out what a later event covers. What comes late was counted. */
    advance(frame: Frame): void {
      seq = Math.max(seq, frame.seq ?? 0);
    },
    /** Nothing of what was missed is still on its way, neither as an event nor as an answer. */
    isCaughtUp: (): boolean => isCurrent || (isResumed && seq >= head),
    /** With the next connection everything is read again. */
    lost(): void {
      isCurrent = false;
      isLost = true;
    },
    /** As far as this device keeps what came. */
    begin(from: { epoch: string; seq: number }): void {
      ({ epoch, seq } = from);
    },
    /** The query that resumes from here. */
    query(ticket: string): URLSearchParams {
      const query = new URLSearchParams({ token: ticket });
      if (epoch) {
        query.set('since', String(seq));
        query.set('epoch', epoch);
      }
      return query;
    },
    /**
     * False if another connection was greeted meanwhile: that one says what is known. What it goes by is
     * noted before anything is waited for: events come in behind it at once, and it may be lost again.
     */
    async hello({ data }: Frame): Promise<boolean> {
      greetings += 1;
      const mine = greetings;
      const [since, before] = [seq, epoch];
      epoch = String(data.epoch);
      head = Number(data.seq);
      isResumed = data.resumed === true && !isLost;
      isLost = false;
      isCurrent &&= isResumed;
      const isMissed = !isCurrent;
      // What this device kept is caught up with event by event.
      if (!isResumed) seq = head;
      if (typeof data.build === 'string') listener.serverHas(data.build);
      if (isAnotherEpoch(needs, epoch, before)) listener.restored();
      listener.hello(epoch, head, isResumed, since);
      if (isMissed) listener.gap();
      if (data.restored_at) await listener.restoredAt(String(data.restored_at));
      if (mine === greetings && isMissed) await listener.reload();
      if (mine !== greetings) return false;
      if (!isMissed) listener.resumed();
      isCurrent = true;
      return true;
    },
  };
};

/** Whoever waits longer looks at what is kept. */
const known_within_ms = 5_000;

/** Whether the server is there: as it is shown, and since it greeted this connection. */
export const createReach = ({ after }: Pick<Clock, 'after'>) => {
  const isOnline = signal(true);
  const { promise: isKnown, resolve: known } = Promise.withResolvers<void>();
  let isGreeted = false;
  return {
    /** What came while this page was closed is here, or it is plain that nothing comes now. */
    known,
    /**
     * Until then what the device kept may be old: a conversation that is opened waits for it a moment, so
     * that it opens at what is unread. False if that was too long.
     */
    async untilKnown(within_ms = known_within_ms): Promise<boolean> {
      const { promise: late, resolve } = Promise.withResolvers<boolean>();
      const cancel = after(within_ms, () => resolve(false));
      const isInTime = await Promise.race([isKnown.then(() => true), late]);
      cancel();
      return isInTime;
    },
    isOnline: readonly(isOnline),
    isConnected: (): boolean => isGreeted,
    /** Nothing of the server is reached, not even for a session. */
    away(): void {
      isOnline.value = false;
      isGreeted = false;
      known();
    },
    greeted(): void {
      isOnline.value = true;
      isGreeted = true;
    },
  };
};
