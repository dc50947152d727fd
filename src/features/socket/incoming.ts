// Frames from clients: read, checked, handed to their feature, acknowledged.

import type { ServerWebSocket } from 'bun';
import { parseJson } from '../../http/body/json';
import { errorOf } from '../../http/envelope';
import { toRfc3339 } from '../../platform/clock';
import { createLru } from '../../platform/lru';
import { type Bucket, fullBucket, take } from '../../platform/token-bucket';
import { CLOSE } from '../../protocol/close-codes';
import { invalid, Refusal } from '../../protocol/errors';
import {
  frame_bytes_max,
  frame_id_chars_max,
  frames_burst_max,
  frames_per_s,
  frames_waiting_max,
  frames_waiting_units_max,
  rate_limit_entries_max,
} from '../../protocol/limits';
import type { Device } from '../../realtime/device';
import { frame } from '../../realtime/events';
import type { Frames } from '../../realtime/incoming';
import { countSeparators, outline } from '../../values/json-depth';
import type { World } from '../../world';

/** Commas and colons: a frame of 128 KiB with nothing else takes ten milliseconds to parse. */
const separators_max = 4_096;
/** So many count as one frame more. */
const separators_each = 64;

type Socket = ServerWebSocket<Device>;
type Deps = Pick<World, 'clock' | 'config' | 'log'>;
type FrameId = string | number | undefined;

interface Incoming {
  type: string;
  id: FrameId;
  data: unknown;
}

const isId = (id: unknown): id is string | number =>
  typeof id === 'string'
    ? id.length <= 2 * frame_id_chars_max && [...id].length <= frame_id_chars_max
    : Number.isFinite(id);

/** By which a client recognizes its frame, even one that can't be accepted. */
const idOf = (text: string): FrameId => {
  try {
    const { id } = JSON.parse(outline(text)) as { id?: unknown };
    return isId(id) ? id : undefined;
  } catch {
    return undefined;
  }
};

/** @throws unreadableBody, invalidField */
const read = (text: string): Incoming => {
  const value = parseJson(text);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw invalid('body', 'must be an object');
  }
  const { type, id, data } = value as Record<string, unknown>;
  if (id !== undefined && !isId(id)) throw invalid('id', 'must be a short string or a number');
  if (typeof type !== 'string') throw invalid('type', 'must be a string');
  return { type, id, data };
};

/** UTF-8 takes at most three bytes for a unit of UTF-16: most frames need no counting. */
const isTooLarge = (message: string) =>
  message.length * 3 > frame_bytes_max && Buffer.byteLength(message) > frame_bytes_max;

/**
 * A token bucket a person, whatever the number of sockets: a busy talker never notices, a flood is
 * cut off. What takes long to parse counts as many frames.
 */
const createFloodgate = () => {
  const buckets = createLru<number, Bucket>(rate_limit_entries_max);
  return (user_id: number, separators: number, now: number): boolean => {
    const bucket = buckets.get(user_id) ?? fullBucket(frames_burst_max, now);
    buckets.set(user_id, bucket);
    const frames = 1 + Math.floor(separators / separators_each);
    return !take(bucket, frames, now, frames_per_s / 1_000, frames_burst_max);
  };
};

/** A client that doesn't read its missed events may still write: that must not fill the memory. */
const hasRoom = ({ waiting }: Device, message: string) =>
  waiting.length < frames_waiting_max &&
  waiting.reduce((sum, { length }) => sum + length, message.length) <= frames_waiting_units_max;

export const createIncoming = (world: Deps, frames: Frames) => {
  const { clock, config, log } = world;
  const isFlood = createFloodgate();
  const now = () => toRfc3339(clock.now());

  const refuse = (device: Device, error: unknown, id: FrameId) => {
    const isRefusal = error instanceof Refusal;
    if (!isRefusal) log.error('a frame failed', { user_id: device.user_id, error });
    const refusal = isRefusal ? error : new Refusal('ourFault');
    device.socket?.send(frame('error', now(), errorOf(refusal, device.language), { id }));
  };

  const dispatch = async (device: Device, text: string) => {
    try {
      const { type, id, data: asked } = read(text);
      if (type === 'ping') return void device.socket?.send(frame('pong', now()));
      const handler = Object.hasOwn(frames, type) ? frames[type] : undefined;
      if (handler === undefined) throw invalid('type', 'unknown type of frame');
      let isAnswered = false;
      await handler.handle(device, asked, (data, seq) => {
        isAnswered = true;
        if (id === undefined && !handler.answered) return;
        device.socket?.send(frame('ack', now(), data, { id, seq }));
      });
      if (!isAnswered && id !== undefined) device.socket?.send(frame('ack', now(), {}, { id }));
    } catch (error) {
      refuse(device, error, idOf(text));
    }
  };

  return {
    receive(socket: Socket, message: string | Buffer): void {
      const device = socket.data;
      const separators =
        typeof message === 'string' ? countSeparators(message, separators_max + 1) : 0;
      if (config.rate_limit && isFlood(device.user_id, separators, clock.now()))
        socket.close(CLOSE.flood, 'too many frames');
      else if (typeof message !== 'string') {
        refuse(device, new Refusal('unreadableBody'), undefined);
      } else if (isTooLarge(message)) {
        socket.close(CLOSE.frameTooLarge, 'frame too large');
      } else if (separators > separators_max) {
        // Not even its id is looked for: that would be the work that this saves.
        const details = { separators_max };
        refuse(device, new Refusal('unreadableBody', details), undefined);
      } else if (device.live) void dispatch(device, message);
      // Its answer may carry a `seq` beyond what the device was sent: the frame waits for that.
      else if (hasRoom(device, message)) device.waiting.push(message);
      else socket.close(CLOSE.flood, 'too many frames');
    },
    /** What came while the device was catching up, in order. */
    release(device: Device): void {
      for (const message of device.waiting.splice(0)) void dispatch(device, message);
    },
  };
};
