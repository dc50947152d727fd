// Stored bytes as an answer: Range (RFC 9110, 14), ETag, HEAD, and nothing that a browser
// would run.
import { isInline } from '../values/file-type';
import { isKnown, wantsRangeOf } from './preconditions';

/** `created_at` in ms. */
interface Stored {
  id: string;
  name: string;
  size: number;
  type: string;
  created_at: number;
}

interface Range {
  start: number;
  end: number;
}

/**
 * One range of bytes; undefined if the whole is to be sent, as for several at once, null if none
 * fits.
 */
const rangeOf = (header: string | null, size: number): Range | null | undefined => {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? null : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= size ? null : { start, end };
};

/** RFC 6266 and RFC 8187: an ASCII name for old clients, the true one beside it. */
const disposition = (name: string, type: string) => {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const kind = isInline(type) ? 'inline' : 'attachment';
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
};

/**
 * A file never changes under its id: the id is its entity tag, and the date of its upload the one
 * of its last change.
 * @throws preconditionFailed
 */
export const download = (request: Request, path: string, file: Stored, cache: string) => {
  const version = { etag: `"${file.id}"`, modified_at: file.created_at };
  const common = {
    etag: version.etag,
    'last-modified': new Date(file.created_at).toUTCString(),
    'accept-ranges': 'bytes',
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
  };
  if (isKnown(request, version)) {
    return new Response(null, { status: 304, headers: { ...common, 'cache-control': cache } });
  }
  const isHead = request.method === 'HEAD';
  // A range means something to GET alone (RFC 9110, 14.2).
  const isPart = !isHead && wantsRangeOf(request, version);
  const range = rangeOf(isPart ? request.headers.get('range') : null, file.size);
  if (range === null) {
    // No cache may serve this as the whole.
    const headers = { 'cache-control': 'no-store', 'content-range': `bytes */${file.size}` };
    return new Response(null, { status: 416, headers: { ...common, ...headers } });
  }
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  const headers: Record<string, string> = {
    ...common,
    'cache-control': cache,
    'content-type': file.type,
    'content-length': String(end - start + 1),
    'content-disposition': disposition(file.name, file.type),
  };
  if (range) headers['content-range'] = `bytes ${start}-${end}/${file.size}`;
  const bytes = Bun.file(path, { type: file.type });
  const body = isHead ? null : range ? bytes.slice(start, end + 1) : bytes;
  return new Response(body, { status: range ? 206 : 200, headers });
};
