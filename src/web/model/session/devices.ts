// The devices of a person: each has a slot of its own in the vault, which goes with its session.
import type { Sessions } from '../../../features/auth/model';
import { day_ms } from '../../../protocol/limits';
import type { DeviceKey, Engine } from '../../crypto/engine';
import { isLocked } from '../../crypto/vault/locked-device';
import type { Keys } from '../keys/keys';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import { ApiError, NETWORK } from '../net/api-error';
import type { Clock } from '../platform';
import type { Device } from '../store/device';
import { storeKeyName } from '../store/names';

interface Needs {
  api: Api;
  clock: Clock;
  device: Device;
  engine: Engine;
  keys: Keys;
  userId: () => number;
}

const name_chars_max = 100;

const createRenewal = ({ clock, engine, keys }: Needs, devices: () => Promise<Sessions>) => ({
  /** Another key for this device's slot: the one before opens nothing any more. */
  async renewSlot(make: () => Promise<DeviceKey>): Promise<void> {
    const known = await keys.copies.deviceKey();
    const current = (await devices()).find((each) => each.current);
    if (current === undefined) throw new ApiError(0, NETWORK);
    const key = await make();
    const name = current.user_agent.slice(0, name_chars_max);
    const entry = { session_id: current.id, name, made_at: clock.now() };
    const dropSlots = keys.identity()?.slots.filter((kid) => kid === known?.kid) ?? [];
    await keys.store({ device: entry, dropSlots }, { isFinal: true });
    await keys.copies.keepDeviceKey(key);
    await engine.useDevice(key);
  },
});

const createLooks = ({ clock, device, keys, userId }: Needs) => ({
  /** Over in two looks a day apart: it goes with the next write. */
  async overTwice(sessions: Sessions, own = ''): Promise<string[]> {
    const name = `sessions over ${userId()}`;
    const before = (await device.get<Record<string, number>>(name)) ?? {};
    const living = new Set(sessions.map(({ id }) => id));
    const entries = Object.entries(keys.identity()?.devices ?? {});
    const over = entries.filter(([kid, { session_id }]) => kid !== own && !living.has(session_id));
    const now = clock.now();
    const looks = over.map(([kid]): [string, number] => [kid, before[kid] ?? now]);
    await device.put(name, Object.fromEntries(looks));
    return looks.filter(([, first]) => now - first >= day_ms).map(([kid]) => kid);
  },
});

/** What the vault has of sessions: of this one, and of those that are over. */
const createSettling =
  (needs: Needs, devices: () => Promise<Sessions>) =>
  async (kid: string): Promise<void> => {
    const { keys } = needs;
    const sessions = await devices();
    const session_id = sessions.find((each) => each.current)?.id;
    const known = keys.identity()?.devices[kid]?.session_id;
    const dropSlots = await createLooks(needs).overTwice(sessions, kid);
    if (session_id && known && session_id !== known) {
      // Or other devices would take the slot for that of a session that is over.
      const session = { kid, session_id };
      await keys.store({ session, dropSlots }, { isFinal: dropSlots.length > 0 });
    } else if (dropSlots.length > 0) await keys.store({ dropSlots }, { isFinal: true });
  };

export const createDevices = (needs: Needs) => {
  const { api, clock, device, engine, keys, userId } = needs;
  const devices = () => api.get('/auth/sessions', answers.sessions);
  const { overTwice } = createLooks(needs);
  const slotsOf = (session_ids: Set<number>): string[] =>
    Object.entries(keys.identity()?.devices ?? {})
      .filter(([, { session_id }]) => session_ids.has(session_id))
      .map(([kid]) => kid);

  const drop = (dropSlots: string[]) => keys.store({ dropSlots }, { isFinal: true });
  const settleSessions = createSettling(needs, devices);

  return {
    devices,
    /** Its slot in the vault goes with its session. */
    async endDevice(id: number): Promise<void> {
      await api.remove(`/auth/sessions/${id}`);
      const dropSlots = slotsOf(new Set([id]));
      if (dropSlots.length > 0) await drop(dropSlots);
    },
    /**
     * From now on this device opens the vault by a slot of its own, and no script here can read by
     * what. If the server does not take it now, the next visit asks for the password.
     */
    async makeSlot(): Promise<void> {
      const known = await keys.copies.deviceKey();
      if (known && (await engine.hasSlot(known))) {
        void settleSessions(known.kid).catch(() => {});
        return engine.forgetSecrets();
      }
      const sessions = await devices();
      const current = sessions.find((each) => each.current);
      if (current === undefined) return undefined;
      const key = await engine.newDevice();
      const name = current.user_agent.slice(0, name_chars_max);
      const entry = { session_id: current.id, name, made_at: clock.now() };
      // The browser may have lost the key of a slot that is still there.
      const lost = keys.identity()?.slots.filter((kid) => kid === known?.kid) ?? [];
      const dropSlots = [...lost, ...(await overTwice(sessions, known?.kid))];
      await keys.store({ device: entry, dropSlots }, { isFinal: dropSlots.length > 0 });
      await keys.copies.keepDeviceKey(key);
      // What was kept under an app lock opens no more without its slot.
      if (known && isLocked(known)) await device.remove(storeKeyName(userId()));
      await engine.useDevice(key);
      await engine.forgetSecrets();
      return device.removeSecret(userId());
    },
    ...createRenewal(needs, devices),
    /** Before this session ends by its owner's wish. */
    async dropSlot(): Promise<void> {
      const known = await keys.copies.deviceKey();
      if (known && keys.identity()?.slots.includes(known.kid)) {
        await drop([known.kid]);
      }
    },
  };
};

export type Devices = ReturnType<typeof createDevices>;
