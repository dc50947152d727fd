// Uploads (multipart/form-data, RFC 7578), streamed to the disk as they come.
import type { Disk, Received } from '../../platform/disk';
import { invalid, Refusal } from '../../protocol/errors';
import {
  form_boundary_chars_max,
  form_field_bytes_max,
  form_parts_max,
  multipart_overhead_bytes_max,
  upload_idle_ms,
} from '../../protocol/upload-limits';
import { cleanFileName } from '../../values/file-name';
import { type PieceLock, pieceByPiece, piecesOf } from '../body/pieces';
import { parseParameters } from '../header-parameters';
import { type Disposition, parseDisposition } from './disposition';
import { type Part, readParts } from './parts';

/** `bytes_max` bounds the file; `fields` are the text fields to keep, others are ignored. */
interface Bounds {
  bytes_max: number;
  fields: string[];
  /** Told of each piece of the body. */
  took?: (bytes: number) => void;
  /** Held while a piece is taken. */
  lock?: PieceLock;
  /** For how long nothing may come. */
  idle_ms?: number;
  /** Its sender says nothing more. */
  ended?: AbortSignal | undefined;
}

/**
 * `name` is what was given, less any path and what could deceive (`cleanFileName`); `given_names`
 * are all that were given, as they came.
 */
export interface Upload {
  file: Received & { name: string; given_names: string[] };
  fields: Record<string, string>;
}

const noFile = () => invalid('file', 'a file is required');
const tooLarge = (bytes_max: number) => new Refusal('fileTooLarge', { bytes_max });

/** @throws wrongContentType, unreadableBody */
const boundaryOf = (request: Request): string => {
  const { value, parameters } = parseParameters(request.headers.get('content-type') ?? '');
  if (value !== 'multipart/form-data') {
    throw new Refusal('wrongContentType', { expected: 'multipart/form-data' });
  }
  const [, boundary = ''] = parameters.find(([name]) => name === 'boundary') ?? [];
  // Longer than the 70 characters of RFC 2046 is taken, what can't stand in a line is not.
  if (boundary === '' || boundary.length > form_boundary_chars_max || /\p{Cc}/u.test(boundary)) {
    throw new Refusal('unreadableBody');
  }
  return boundary;
};

/**
 * Counts the body: parts that nobody asked for can't make it endless.
 * @throws unreadableBody for a connection that broke or brings nothing any more, fileTooLarge
 */
async function* counted(
  body: ReadableStream,
  { bytes_max, took, idle_ms = upload_idle_ms, ended }: Bounds,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of piecesOf(body, idle_ms, { ended })) {
    size += piece.byteLength;
    if (size > bytes_max + multipart_overhead_bytes_max) throw tooLarge(bytes_max);
    took?.(piece.byteLength);
    yield piece;
  }
}

/** @throws invalidField */
const readField = async (name: string, body: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > form_field_bytes_max) throw invalid(name, 'too long');
    // A copy, for the source may take back what it gave.
    chunks.push(Uint8Array.from(chunk));
  }
  const text = Buffer.concat(chunks).toString();
  if (text.includes('\0')) throw invalid(name, 'NUL is not allowed');
  return text;
};

/** Collects the parts of one body. */
const createForm = (disk: Disk, { bytes_max, fields: wanted }: Bounds) => {
  const fields = new Map<string, string>();
  let received: Received | undefined;
  let given_names: string[] = [];
  let parts = 0;

  return {
    /** @throws invalidField, fileTooLarge, cannotStore, and what the body throws. */
    async take({ headers, body }: Part): Promise<void> {
      parts += 1;
      if (parts > form_parts_max) throw invalid('body', 'too many parts');
      const named = parseDisposition(headers.get('content-disposition') ?? '');
      const { name, file_names }: Partial<Disposition> = named ?? {};
      if (name === 'file') {
        if (received) throw invalid('file', 'only one file is taken');
        received = await disk.receive(body, bytes_max);
        given_names = file_names ?? [];
      } else if (name !== undefined && wanted.includes(name)) {
        if (fields.has(name)) throw invalid(name, 'given more than once');
        fields.set(name, await readField(name, body));
      }
    },
    /** @throws noFile */
    finish(): Upload {
      const [name = ''] = given_names;
      // What a browser sends for an empty choice.
      if (received === undefined || (name === '' && received.size === 0)) throw noFile();
      return {
        file: { ...received, name: cleanFileName(name), given_names },
        fields: Object.fromEntries(fields),
      };
    },
    /** Leaves nothing on the disk. */
    async abandon(): Promise<void> {
      if (received) await disk.discard(received.id);
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
  const boundary = boundaryOf(request);
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > bounds.bytes_max + multipart_overhead_bytes_max) throw tooLarge(bounds.bytes_max);
  await disk.mustHold(declared);
  if (!request.body) throw new Refusal('unreadableBody');
  const pieces = counted(request.body, bounds);
  const body =
    bounds.lock === undefined ? pieces : pieceByPiece(pieces, bounds.lock, request.signal);
  const form = createForm(disk, bounds);
  try {
    for await (const part of readParts(body, boundary)) await form.take(part);
    return form.finish();
  } catch (error) {
    await form.abandon();
    throw error;
  }
};
