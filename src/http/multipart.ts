// Uploads (multipart/form-data, RFC 7578), streamed to the disk as they come.
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Busboy, BusboyConfig, BusboyFileStream } from '@fastify/busboy';
import type { Disk, Received } from '../platform/disk';
import { invalid, Refusal } from '../protocol/errors';
import {
  form_buffer_bytes,
  form_field_bytes_max,
  form_header_bytes_max,
  form_parts_max,
  multipart_overhead_bytes_max,
} from '../protocol/limits';
import { cleanFileName } from '../values/filekind';

/** `bytes_max` bounds the file; `fields` are the text fields to keep, others are ignored. */
interface Bounds {
  bytes_max: number;
  fields: string[];
}

/** `name` is what was given, less any path and what could deceive (`cleanFileName`). */
export interface Upload {
  file: Received & { name: string };
  fields: Record<string, string>;
}

const noFile = () => invalid('file', 'a file is required');
const tooLarge = (bytes_max: number) => new Refusal('fileTooLarge', { bytes_max });

/** Counts the body: parts that nobody asked for can't make it endless. */
const counter = (bytes_max: number) => {
  let size = 0;
  return new Transform({
    highWaterMark: form_buffer_bytes,
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.byteLength;
      if (size > bytes_max + multipart_overhead_bytes_max) done(tooLarge(bytes_max));
      else done(null, chunk);
    },
  });
};

type WebStream = Parameters<typeof Readable.fromWeb>[0];
type Parser = InstanceType<typeof Busboy>;

const openParser = async (type: string): Promise<Parser> => {
  // Loaded with the first upload: the start does not wait for it.
  const { Busboy } = await import('@fastify/busboy');
  const config: BusboyConfig = {
    headers: { 'content-type': type },
    // A browser marks a file by its name alone; some clients give text fields a content type.
    isPartAFile: (_field, _type, name) => name !== undefined,
    preservePath: true,
    // The disk bounds the file.
    limits: {
      fieldSize: form_field_bytes_max,
      parts: form_parts_max,
      headerSize: form_header_bytes_max,
    },
  };
  try {
    return new Busboy(config);
  } catch {
    throw new Refusal('unreadableBody');
  }
};

/** Collects the parts of one body; the first refusal stops it. */
const createForm = (busboy: Parser, disk: Disk, { bytes_max, fields: wanted }: Bounds) => {
  const fields = new Map<string, string>();
  let source: BusboyFileStream | undefined;
  let receiving: Promise<Received> | undefined;
  let name = '';
  let refusal: unknown;

  const refuse = (error: unknown) => {
    refusal ??= error;
    busboy.destroy(new Error('refused'));
  };

  busboy.on('file', (field, stream, fileName) => {
    // An error of the body reaches the stream too, and would end the process unheard.
    stream.on('error', () => {});
    if (field !== 'file' || refusal !== undefined) {
      stream.resume();
      return;
    }
    if (receiving) {
      stream.resume();
      refuse(invalid('file', 'only one file is taken'));
      return;
    }
    source = stream;
    name = fileName;
    receiving = disk.receive(stream, bytes_max);
    receiving.catch(refuse);
  });

  busboy.on('field', (field, value, _nameTruncated, truncated) => {
    if (!wanted.includes(field)) return;
    if (truncated) refuse(invalid(field, 'too long'));
    else if (fields.has(field)) refuse(invalid(field, 'given more than once'));
    else if (value.includes('\0')) refuse(invalid(field, 'NUL is not allowed'));
    else fields.set(field, value);
  });
  busboy.on('partsLimit', () => refuse(invalid('body', 'too many parts')));

  return {
    /** @throws noFile, and whatever stopped the receiving. */
    async finish(): Promise<Upload> {
      if (refusal !== undefined) throw refusal;
      if (!receiving) throw noFile();
      const file = await receiving;
      // What a browser sends for an empty choice.
      if (name === '' && file.size === 0) throw noFile();
      return { file: { ...file, name: cleanFileName(name) }, fields: Object.fromEntries(fields) };
    },
    /** Returns what to throw, when nothing is left on the disk. */
    async abandon(error: unknown): Promise<unknown> {
      // Settled before the stream is torn down, which brings an error of its own.
      refusal ??= error instanceof Refusal ? error : new Refusal('unreadableBody');
      source?.destroy(new Error('the body ended early'));
      const received = await receiving?.catch(() => undefined);
      if (received) await disk.discard(received.id);
      return refusal;
    },
  };
};

/**
 * Takes exactly one part named `file`, received but not yet kept, and the fields of `bounds` that
 * are there. Whatever fails leaves nothing on the disk. Memory does not grow with the file.
 * @throws wrongContentType, unreadableBody (also when cut short), fileTooLarge, invalidField,
 * cannotStore.
 */
export const receiveMultipart = async (
  request: Request,
  disk: Disk,
  bounds: Bounds,
): Promise<Upload> => {
  const type = request.headers.get('content-type') ?? '';
  if (type.split(';', 1)[0]?.trim().toLowerCase() !== 'multipart/form-data') {
    throw new Refusal('wrongContentType', { expected: 'multipart/form-data' });
  }
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > bounds.bytes_max + multipart_overhead_bytes_max) throw tooLarge(bounds.bytes_max);
  await disk.mustHold(declared);
  const busboy = await openParser(type);
  if (!request.body) throw new Refusal('unreadableBody');
  const form = createForm(busboy, disk, bounds);
  const source = Readable.fromWeb(request.body as unknown as WebStream);
  try {
    await pipeline(source, counter(bounds.bytes_max), busboy);
    return await form.finish();
  } catch (error) {
    throw await form.abandon(error);
  }
};
