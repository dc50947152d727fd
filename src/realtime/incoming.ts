// What clients send: `{type, id?, data?}`. Each feature brings the frames it answers.
import type { Static, TSchema } from '@sinclair/typebox';
import type { TypeCheck } from '@sinclair/typebox/compiler';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { Refusal } from '../protocol/errors';
import type { Device } from './device';

/** Answers a frame: its `ack`, once what it asked for is done. */
export type Acknowledge = (data: object, seq?: number) => void;

export interface FrameHandler {
  zh: string;
  en: string;
  data: TSchema;
  /** Acknowledged also where the frame has no `id`. */
  answered: boolean;
  /** @throws Refusal */
  handle(device: Device, data: unknown, acknowledge: Acknowledge): void | Promise<void>;
}

const pathOf = (path: string) => ['data', ...path.split('/').slice(1)].join('.');

/** A handler whose data is checked against its schema first. */
export const onFrame = <Schema extends TSchema>(
  about: { zh: string; en: string; data: Schema; answered?: boolean },
  handle: (device: Device, data: Static<Schema>, acknowledge: Acknowledge) => void | Promise<void>,
): FrameHandler => {
  // Compiled with the first frame of its kind: a start should not wait for it.
  let compiled: TypeCheck<Schema> | undefined;
  return {
    answered: false,
    ...about,
    handle(device, data, acknowledge) {
      compiled ??= TypeCompiler.Compile(about.data);
      const check = compiled;
      if (!check.Check(data)) {
        const fields = new Map<string, string>();
        for (const { path, message } of check.Errors(data)) fields.set(pathOf(path), message);
        throw new Refusal('invalidField', {
          fields: [...fields].map(([path, message]) => ({ path, message })),
        });
      }
      return handle(device, data as Static<Schema>, acknowledge);
    },
  };
};

export type Frames = Record<string, FrameHandler>;
