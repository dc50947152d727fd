// What clients send: `{type, id?, data?}`. Each feature brings the frames it answers.
import type { Static, TSchema } from '@sinclair/typebox';
import { createCheck } from '../values/schema';
import type { Device } from './device';

/** Answers a frame: its `ack`, once what it asked for is done. */
type Acknowledge = (data: object, seq?: number) => void;

interface FrameHandler {
  zh: string;
  en: string;
  data: TSchema;
  /** Acknowledged even if the frame has no `id`. */
  answered: boolean;
  /** @throws Refusal */
  handle(device: Device, data: unknown, acknowledge: Acknowledge): void | Promise<void>;
}

/** A handler whose data is checked against its schema first. */
export const onFrame = <Schema extends TSchema>(
  about: { zh: string; en: string; data: Schema; answered?: boolean },
  handle: (device: Device, data: Static<Schema>, acknowledge: Acknowledge) => void | Promise<void>,
): FrameHandler => {
  const check = createCheck(about.data, 'data');
  return {
    answered: false,
    ...about,
    handle: (device, data, acknowledge) => handle(device, check(data), acknowledge),
  };
};

export type Frames = Record<string, FrameHandler>;
