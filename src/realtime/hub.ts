// Connected devices, and publishing to them: one topic per user.
import type { Server } from 'bun';
import { toRfc3339 } from '../platform/clock';
import { CLOSE } from '../protocol/close-codes';
import { sockets_per_user_max } from '../protocol/limits';
import type { Device } from './device';
import type { OutgoingEvent } from './events';
import { frame } from './events';

/** An outgoing event after its commit. */
export interface PublishedEvent extends OutgoingEvent {
  seq?: number;
  at: number;
  /** The device that asked, if one did. */
  origin?: unknown;
}

type Publisher = Pick<Server<Device>, 'publish'>;

const topic = (user_id: number) => `user:${user_id}`;

const close = (device: Device, code: number, reason: string) => device.socket?.close(code, reason);

/** Who is connected, by user. */
const createDevices = () => {
  const devices = new Map<number, Set<Device>>();
  const all = function* () {
    for (const group of devices.values()) yield* group;
  };
  return {
    group: (user_id: number): Set<Device> | undefined => devices.get(user_id),
    of: (user_id: number): ReadonlySet<Device> => devices.get(user_id) ?? new Set<Device>(),
    all,
    isOnline: (user_id: number): boolean => devices.has(user_id),
    count: (): number => [...all()].length,
    /** Beyond the limit the device that was unheard longest makes room. */
    add(device: Device): void {
      const group = devices.get(device.user_id) ?? new Set();
      devices.set(device.user_id, group);
      if (group.size >= sockets_per_user_max) {
        const [longest] = [...group].sort((a, b) => a.heard_at - b.heard_at);
        if (longest) close(longest, CLOSE.unheard, 'too many sockets');
      }
      group.add(device);
    },
    remove(device: Device): void {
      const group = devices.get(device.user_id);
      group?.delete(device);
      if (group?.size === 0) devices.delete(device.user_id);
    },
  };
};

export const createHub = () => {
  const { group: groupOf, ...devices } = createDevices();
  let delivered = 0;
  // More than one while a new certificate takes over: a socket stays with its listener.
  const servers = new Set<Publisher>();

  return {
    ...devices,
    attach(started: Publisher): void {
      servers.add(started);
    },
    detach(ended: Publisher): void {
      servers.delete(ended);
    },
    isServing: (): boolean => servers.size > 0,
    publish({ to, type, data, durable, seq, at, origin }: PublishedEvent): void {
      const group = groupOf(to);
      if (group === undefined) return;
      delivered += group.size;
      const asker = origin as Device | undefined;
      // The device that sent it has the message in its `ack`, under the same `seq`.
      const isAsked = type === 'message_sent' && asker !== undefined && group.has(asker);
      if (isAsked && group.size === 1) return;
      const text = frame(type, toRfc3339(at), data, { seq });
      // One by one, because a socket publishes only to those of its own listener.
      if (isAsked) {
        for (const device of group) if (device !== asker && device.live) device.socket?.send(text);
      } else for (const server of servers) server.publish(topic(to), text);
      if (!durable) for (const device of group) if (!device.live) device.socket?.send(text);
    },
    /** To one socket alone. */
    tell(device: Device | undefined, { type, data }: OutgoingEvent, at: number): void {
      if (device === undefined) return;
      delivered += 1;
      device.socket?.send(frame(type, toRfc3339(at), data));
    },
    /** Events that went to a device since the start. */
    delivered: (): number => delivered,
    /** From here on the device gets what is published. */
    subscribe(device: Device): void {
      device.live = true;
      device.socket?.subscribe(topic(device.user_id));
    },
    close,
    /** Closes the sockets of sessions that are over. */
    closeSessions(user_id: number, session_ids: number[]): void {
      for (const device of [...devices.of(user_id)]) {
        if (session_ids.includes(device.session_id)) {
          close(device, CLOSE.sessionOver, 'session over');
        }
      }
    },
    closeAll(code: number, reason: string): void {
      for (const device of [...devices.all()]) close(device, code, reason);
    },
  };
};

export type Hub = ReturnType<typeof createHub>;
