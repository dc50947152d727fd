// How far this page is in the events of the server, and whether it is there at all.
import { signal } from '@preact/signals';
import { readonly } from '../readonly';
import type { LocalStore } from '../store/local-store';
import type { Frame } from './frames';
import type { SocketListener } from './socket';

interface Needs {
  localStore: LocalStore;
  userId: () => number;
}

/** The last event that this page has received, and whether the server can resume from there. */
export const createProgress = ({ localStore, userId }: Needs, listener: SocketListener) => {
  let epoch = '';
  let seq = 0;
  /** Everything up to `seq` is known here. */
  let isCurrent = false;
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
    /** A hole is none: the server leaves out what a later event covers. */
    advance(frame: Frame): void {
      if (frame.seq !== undefined) seq = frame.seq;
    },
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
      if (typeof data.build === 'string') listener.serverHas(data.build);
      compareEpoch();
      if (data.restored_at) await listener.restoredAt(String(data.restored_at));
      const isResumed = data.resumed === true && !isLost;
      isLost = false;
      listener.hello(epoch, Number(data.seq), isResumed);
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

/** Whether the server is there: as it is shown, and since it greeted this connection. */
export const createReach = () => {
  const isOnline = signal(true);
  let isGreeted = false;
  return {
    isOnline: readonly(isOnline),
    isConnected: (): boolean => isGreeted,
    /** Nothing of the server is reached, not even for a session. */
    away(): void {
      isOnline.value = false;
      isGreeted = false;
    },
    greeted(): void {
      isOnline.value = true;
      isGreeted = true;
    },
  };
};
