// What stays on a device of a session that the server ended: for its owner's next sign-in, and not for
// ever. Whoever else signs in meanwhile is asked once whether it is to stay.
import { day_ms } from '../../../../protocol/limits';
import type { Platform } from '../../platform';
import type { Device } from '../device';

const LOCKED = 'locked';
/** What somebody else let stay. */
const LEFT = 'left locked';
const locked_max_ms = 30 * day_ms;

interface Needs extends Pick<Platform, 'clock' | 'openPersonStore'> {
  /** This device's clock minus the server's, as far as that is known. */
  clockOff_ms: () => number;
  device: Device;
  /** Removes all that this device keeps of somebody's conversations. */
  wipe: (user_id: number) => Promise<void>;
}

/** By person, since when it waits (ms). */
type Locked = Record<number, number>;

export const createLocking = (needs: Needs) => {
  const { clock, clockOff_ms, device, openPersonStore, wipe } = needs;
  /** A device whose clock is a year ahead takes nothing from those who come back tomorrow. */
  const now = (): number => clock.now() - clockOff_ms();
  const read = async (name: string): Promise<Locked> => (await device.get<Locked>(name)) ?? {};
  const othersOf = async (user_id: number): Promise<[id: number, since: number][]> => {
    const { [user_id]: _, ...others } = await read(LOCKED);
    return Object.entries(others).map(([id, since]) => [Number(id), since]);
  };
  /** Those that are not meant stay locked. */
  const remove = async (user_id: number, isMeant: (since: number) => boolean): Promise<void> => {
    const others = await othersOf(user_id);
    const [gone, left] = [true, false].map((is) =>
      others.filter(([, since]) => isMeant(since) === is),
    );
    for (const [id] of gone ?? []) {
      await wipe(id);
      await device.removeVault(id);
      await (await openPersonStore(id)).clear();
    }
    const { [user_id]: own } = await read(LOCKED);
    const all = own === undefined ? (left ?? []) : [...(left ?? []), [user_id, own] as const];
    await device.put(LOCKED, Object.fromEntries(all));
  };
  return {
    async lock(user_id: number): Promise<void> {
      await device.put(LOCKED, { ...(await read(LOCKED)), [user_id]: now() });
    },
    /** Somebody is here: it is theirs again, and what waited too long for others goes. */
    async unlock(user_id: number): Promise<void> {
      await remove(user_id, (since) => now() - since > locked_max_ms);
      const { [user_id]: _, ...others } = await read(LOCKED);
      await device.put(LOCKED, others);
    },
    /** Something of others waits here, and nobody has decided yet whether it stays. */
    async doOthersWait(user_id: number): Promise<boolean> {
      const left = await read(LEFT);
      return (await othersOf(user_id)).some(([id, since]) => left[id] !== since);
    },
    async leaveOthers(user_id: number): Promise<void> {
      await device.put(LEFT, Object.fromEntries(await othersOf(user_id)));
    },
    removeOthers: (user_id: number): Promise<void> => remove(user_id, () => true),
  };
};
