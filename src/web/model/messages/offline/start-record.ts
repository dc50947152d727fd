// Keeps what a later start needs to open without the server (session/offline-start), and goes on from
// where this device is.
import type { Engine } from '../../../crypto/engine';
import type { Account } from '../../session/account';
import type { Device } from '../../store/device';
import { KEPT_PROFILE, LAST_PERSON } from '../../store/names';
import type { Offline } from '../../store/offline/offline';
import type { Progress } from '../../store/offline/schema';
import type { OfflineWriter } from './writer';

interface Needs {
  account: Account;
  device: Device;
  engine: Engine;
  offlineWriter: OfflineWriter;
  offline: Offline;
}

/** What the socket does for it. */
interface Line {
  resumeFrom(from: Progress): void;
}

export const createStartRecord = ({ account, device, engine, offlineWriter, offline }: Needs) => {
  let from: Progress | undefined;

  const remember = async (): Promise<void> => {
    const me = account.me.value;
    if (me === null || offline.store() === null) return;
    await device.put(LAST_PERSON, me.id);
    const [kept] = await engine.sealKept([JSON.stringify(me)]);
    if (kept) offlineWriter.keepMeta(KEPT_PROFILE, kept);
  };
  return {
    /** What is done here from now on is kept, with the server or without. */
    async begin(): Promise<void> {
      from = await offlineWriter.start().catch(() => undefined);
    },
    /** The same, if there was nothing to keep it in at the start. */
    async beginLate(): Promise<void> {
      await offlineWriter.startLate();
      await remember();
    },
    /** Goes on from where it is, whatever tab writes it; from now on it opens without the server. */
    async keep(line: Line): Promise<void> {
      if (from) line.resumeFrom(from);
      await remember().catch(() => {});
    },
  };
};

export type StartRecord = ReturnType<typeof createStartRecord>;
