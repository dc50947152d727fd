// How far this page is in the events of the server, and whether it is there at all.
import { signal } from '@preact/signals';
import type { Clock } from '../platform';
import { readonly } from '../readonly';
import type { LocalStore } from '../store/local-store';
import type { Frame } from './frames';
import type { SocketListener } from './socket-listener';

interface Needs {
  localStore: LocalStore;
  userId: () => number;
}

/** The last event that this page has received, and whether the server can resume from there. */
export const createEventCursor = ({ localStore, userId }: Needs, listener: SocketListener) => {
  let epoch = '';
  let seq = 0;
  /** How far the server was when it greeted this connection. */
  let head = 0;
  /** Everything up to `seq` is known here. */
  let isCurrent = false;
  /** What was missed comes event by event; else everything is read again. */
  let isResumed = false;
  /** Something came that nobody could read. */
  let isLost = false;

  /** Data from a backup has another epoch; this device remembers the one it knew. */
  const compareEpoch = () => {
    const name = `epoch ${userId()}`;
    const known = localStore.get(name);
    if (known !== null && known !== epoch) listener.restored();
    localStore.set(name, epoch);
  };

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
    async hello({ data }: Frame): Promise<void> {
      epoch = String(data.epoch);
      head = Number(data.seq);
      if (typeof data.build === 'string') listener.serverHas(data.build);
      compareEpoch();
      if (data.restored_at) await listener.restoredAt(String(data.restored_at));
      isResumed = data.resumed === true && !isLost;
      isLost = false;
      listener.hello(epoch, head, isResumed, seq);
      if (isCurrent && isResumed) return listener.resumed();
      isCurrent = false;
      // What this device kept is caught up with event by event.
      if (!isResumed) seq = Number(data.seq);
      listener.gap();
      await listener.reload();
      isCurrent = true;
      return undefined;
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
